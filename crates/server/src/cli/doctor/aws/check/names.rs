//! The domain leads to the load balancer, and only Amazon may issue its certificate.

use crate::cli::doctor::aws::{
    facts::Facts,
    read::names::bare,
    verdict::{Check, Known, Unknown, known},
};

pub const CHECKS: &[Check] = &[
    Check {
        name: "names.alias",
        promise: "the domain's records lead to the load balancer",
        remedy: "terraform apply sets the alias; remove other A and AAAA records of the domain",
        look: alias,
    },
    Check {
        name: "names.validation",
        promise: "the certificate's validation record is in the zone, so that it's renewed by itself",
        remedy: "terraform apply sets it again",
        look: validation,
    },
    Check {
        name: "names.caa",
        promise: "only Amazon may issue certificates for the domain",
        remedy: "let caa be true and apply, or add `0 issue \"amazon.com\"` and `0 issuewild \";\"` to the domain's CAA record",
        look: caa,
    },
];

fn alias(facts: &Facts) -> Known<Vec<String>> {
    let records = known(&facts.names)?;
    let Some(door) = facts.door()? else {
        return Ok(vec!["there is no load balancer to lead to".to_owned()]);
    };
    let domain = &facts.place.domain;
    let leading: Vec<_> = records
        .iter()
        .filter(|record| record.name == *domain && matches!(record.kind.as_str(), "A" | "AAAA" | "CNAME"))
        .collect();
    if leading.is_empty() {
        return Ok(vec![format!("{domain} has no address")]);
    }
    let is_right = |alias: &str| alias.trim_start_matches("dualstack.") == bare(&door.dns);
    let wrong = leading
        .into_iter()
        .filter(|record| !is_right(&record.alias) && !record.values.iter().any(|it| is_right(&bare(it))));
    Ok(wrong
        .map(|record| {
            let whither =
                if record.alias.is_empty() { record.values.join(", ") } else { record.alias.clone() };
            format!("{domain} {} leads to {whither}, not to {}", record.kind, bare(&door.dns))
        })
        .collect())
}

fn validation(facts: &Facts) -> Known<Vec<String>> {
    let records = known(&facts.names)?;
    let certificate = match facts.door()? {
        Some(door) => known(&door.certificate)?.as_ref(),
        None => None,
    };
    let Some(certificate) = certificate else { return Ok(vec!["there is no certificate".to_owned()]) };
    if certificate.proofs.is_empty() {
        return Err(Unknown("the certificate isn't validated by DNS".to_owned()));
    }
    let missing = certificate.proofs.iter().filter(|(name, value)| {
        !records
            .iter()
            .any(|record| record.name == bare(name) && record.values.iter().any(|it| bare(it) == bare(value)))
    });
    Ok(missing.map(|(name, _)| format!("{} isn't in the zone", bare(name))).collect())
}

fn caa(facts: &Facts) -> Known<Vec<String>> {
    let records = known(&facts.names)?;
    let mut at = facts.place.domain.as_str();
    // The nearest name that has one decides.
    let nearest = loop {
        let here: Vec<_> = records.iter().filter(|it| it.kind == "CAA" && it.name == at).collect();
        match at.split_once('.') {
            Some((_, above)) if here.is_empty() => at = above,
            _ => break here,
        }
    };
    let values: Vec<&String> = nearest.iter().flat_map(|record| &record.values).collect();
    let issuers: Vec<&&String> = values.iter().filter(|it| it.contains(" issue ")).collect();
    let is_amazon = |it: &str| {
        ["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"]
            .iter()
            .any(|name| it.contains(name))
    };
    let mut findings = Vec::new();
    if !issuers.iter().any(|it| is_amazon(it)) {
        findings.push(format!("no CAA record of {} names Amazon: anybody may issue", facts.place.domain));
    }
    findings.extend(issuers.iter().filter(|it| !is_amazon(it)).map(|it| format!("CAA also admits {it}")));
    Ok(findings)
}
