//! Who is let in: what each port does with whom.

use super::of;
use crate::cli::doctor::aws::{
    facts::Facts,
    read::door::{Certificate, Listener, Rule},
    verdict::{Check, Known, known},
};

pub const CHECKS: &[Check] = &[
    Check {
        name: "door.redirect",
        promise: "port 80 only redirects to HTTPS",
        remedy: "terraform apply sets the listener again",
        look: redirect,
    },
    Check {
        name: "door.tls",
        promise: "port 443 speaks TLS 1.2 and 1.3 only",
        remedy: "set ssl_policy to ELBSecurityPolicy-TLS13-1-2-2021-06; terraform apply does",
        look: tls,
    },
    Check {
        name: "door.certificate",
        promise: "the certificate is issued, for the domain, and lasts for two weeks or more",
        remedy: "look at the certificate in ACM: its validation record must be in the zone (names.validation)",
        look: certificate,
    },
    Check {
        name: "door.unknown-host",
        promise: "who asks for another host is refused",
        remedy: "terraform apply sets the listener's default to 421 again, and the rule for the domain",
        look: unknown_host,
    },
    Check {
        name: "door.internals",
        promise: "/metrics and /readyz are answered 404",
        remedy: "terraform apply makes the rule again; it must come before the one that forwards",
        look: internals,
    },
    Check {
        name: "door.forward",
        promise: "the domain is forwarded to the servers",
        remedy: "terraform apply makes the rule again",
        look: forward,
    },
];

/// Two weeks.
const CERTIFICATE_SECONDS: i64 = 14 * 24 * 3600;

fn redirects(rule: &Rule) -> bool {
    let mut actions = rule.actions.iter();
    !rule.actions.is_empty()
        && actions
            .all(|it| it.kind == "redirect" && it.protocol == "HTTPS" && it.status.starts_with("HTTP_30"))
}

fn redirect(facts: &Facts) -> Known<Vec<String>> {
    of(facts, |door| {
        let mut findings = Vec::new();
        let plain: Vec<&Listener> =
            known(&door.listeners)?.iter().filter(|it| it.protocol != "HTTPS").collect();
        if !plain.iter().any(|it| it.port == 80) {
            findings.push("nothing listens on port 80, so who types the domain sees nothing".to_owned());
        }
        for listener in plain {
            for rule in listener.rules.iter().filter(|rule| !redirects(rule)) {
                let does = rule.actions.first().map_or("nothing", |action| action.kind.as_str());
                findings.push(format!("port {} answers by {does} instead of a redirect", listener.port));
            }
        }
        Ok(findings)
    })
}

fn secure<T>(facts: &Facts, none: T, look: impl Fn(&Listener) -> T) -> Known<T> {
    let Some(door) = facts.door()? else { return Ok(none) };
    Ok(known(&door.listeners)?.iter().find(|it| it.protocol == "HTTPS" && it.port == 443).map_or(none, look))
}

fn tls(facts: &Facts) -> Known<Vec<String>> {
    let nobody = || vec!["nothing listens on port 443".to_owned()];
    secure(facts, nobody(), |listener| {
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
        let policy = &listener.policy;
        let is_new = [
            "ELBSecurityPolicy-TLS13-1-2-",
            "ELBSecurityPolicy-TLS13-1-3-",
            "ELBSecurityPolicy-TLS-1-2-",
            "ELBSecurityPolicy-FS-1-2-",
        ]
        .iter()
        .any(|start| policy.starts_with(start));
        // With this ending there are ciphers without forward secrecy, and TLS 1.0 with some.
        let is_weak = policy.contains("-Ext0") || policy.contains("-Ext1") && !policy.contains("-Ext2");
        if is_new && !is_weak { vec![] } else { vec![format!("its policy is {policy}")] }
    })
}

fn certificate(facts: &Facts) -> Known<Vec<String>> {
    of(facts, |door| {
        let Some(certificate) = known(&door.certificate)? else {
            return Ok(vec!["no listener has one".to_owned()]);
        };
        Ok(judge(certificate, &facts.place.domain, facts.now))
    })
}

fn judge(certificate: &Certificate, domain: &str, now: i64) -> Vec<String> {
    let mut findings = Vec::new();
    if certificate.status != "ISSUED" {
        findings.push(format!("it is {}", certificate.status));
    }
    let wildcard = domain.split_once('.').map(|(_, above)| format!("*.{above}"));
    if !certificate.names.iter().any(|name| name == domain || Some(name) == wildcard.as_ref()) {
        findings.push(format!("it is for {}, not for {domain}", certificate.names.join(", ")));
    }
    if let Some(end) = certificate.not_after.filter(|end| *end < now.saturating_add(CERTIFICATE_SECONDS)) {
        findings.push(format!("it ends in {} days", end.saturating_sub(now) / 86_400));
    }
    findings
}

fn unknown_host(facts: &Facts) -> Known<Vec<String>> {
    let domain = &facts.place.domain;
    secure(facts, vec!["nothing listens on port 443".to_owned()], |listener| {
        let forwarding =
            listener.rules.iter().filter(|rule| rule.actions.iter().any(|it| it.kind == "forward"));
        forwarding
            .filter(|rule| rule.hosts.is_empty() || rule.hosts.iter().any(|host| host != domain))
            .map(|rule| {
                let whom = if rule.hosts.is_empty() { "any host".to_owned() } else { rule.hosts.join(", ") };
                format!("a rule forwards {whom}")
            })
            .collect()
    })
}

fn internals(facts: &Facts) -> Known<Vec<String>> {
    secure(facts, vec!["nothing listens on port 443".to_owned()], |listener| {
        ["/metrics", "/readyz"]
            .into_iter()
            .filter_map(|path| {
                // The first rule that may mean it decides.
                let first = listener
                    .rules
                    .iter()
                    .find(|rule| rule.paths.is_empty() || rule.paths.iter().any(|it| matches(it, path)))?;
                let is_refused =
                    first.actions.iter().all(|it| it.kind == "fixed-response" && it.status.starts_with('4'));
                (!is_refused).then(|| format!("{path} is forwarded to the servers"))
            })
            .collect()
    })
}

/// As load balancers compare: `*` is any number of characters.
fn matches(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((start, rest)) => path.strip_prefix(start).is_some_and(|left| {
            (0..=left.len()).any(|at| left.get(at..).is_some_and(|left| matches(rest, left)))
        }),
    }
}

fn forward(facts: &Facts) -> Known<Vec<String>> {
    let domain = &facts.place.domain;
    secure(facts, vec!["nothing listens on port 443".to_owned()], |listener| {
        let is_there = listener.rules.iter().any(|rule| {
            let is_ours = rule.hosts.is_empty() || rule.hosts.contains(domain);
            is_ours && rule.paths.is_empty() && rule.actions.iter().any(|it| it.kind == "forward")
        });
        if is_there { vec![] } else { vec![format!("no rule forwards {domain}")] }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_compared_as_load_balancers_do() {
        assert!(matches("/metrics", "/metrics") && matches("*", "/readyz") && matches("/re*z", "/readyz"));
        assert!(!matches("/metrics/*", "/metrics") && !matches("/ready", "/readyz"));
    }

    #[test]
    fn a_certificate_must_be_issued_for_the_domain_and_last() {
        let good = Certificate {
            status: "ISSUED".to_owned(),
            names: vec!["chat.example.com".to_owned()],
            not_after: Some(CERTIFICATE_SECONDS + 1),
            ..Certificate::default()
        };
        assert_eq!(judge(&good, "chat.example.com", 0), [""; 0]);
        assert_eq!(judge(&good, "chat.example.com", 2 * 86_400), ["it ends in 12 days"]);
        assert_eq!(
            judge(&good, "other.example.com", 0),
            ["it is for chat.example.com, not for other.example.com"]
        );
        let wild = Certificate {
            names: vec!["*.example.com".to_owned()],
            status: "PENDING_VALIDATION".to_owned(),
            ..good
        };
        assert_eq!(judge(&wild, "chat.example.com", 0), ["it is PENDING_VALIDATION"]);
        assert_eq!(judge(&wild, "a.chat.example.com", 0).len(), 2);
    }
}
