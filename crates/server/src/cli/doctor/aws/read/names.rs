//! The domain's records in Route 53.

use serde_json::Value;

use crate::cli::doctor::aws::{
    call::Caller,
    services::NAMES,
    tree::Tree as _,
    verdict::{Known, Unknown},
};

/// Zones of one account, at most, in hundreds.
const PAGES: usize = 20;

/// A record.
#[derive(Debug, Clone, Default)]
pub struct Record {
    pub name: String,
    pub kind: String,
    /// What an alias stands for.
    pub alias: String,
    pub values: Vec<String>,
}

/// Records of the domain, of what it is beneath within its zone, and of the names given.
pub async fn read(caller: &Caller, domain: &str, also: &[String]) -> Known<Vec<Record>> {
    let (zone, id) = zone(caller, domain).await?;
    let mut wanted: Vec<String> = also.iter().map(|name| bare(name)).collect();
    let mut name = domain;
    loop {
        wanted.push(name.to_owned());
        match name.split_once('.') {
            Some((_, above)) if name != zone && above.ends_with(&zone) => name = above,
            _ => break,
        }
    }
    let mut records = Vec::new();
    for name in wanted {
        let path = format!("/2013-04-01{id}/rrset?maxitems=50&name={name}");
        let answer = caller.get(NAMES, "route53:ListResourceRecordSets", &path).await?;
        // The list goes on after the name.
        let all = answer.list("ResourceRecordSets.ResourceRecordSet").into_iter().map(record);
        records.extend(all.filter(|record| record.name == name));
    }
    Ok(records)
}

/// The public zone nearest to the domain: its name and its path.
async fn zone(caller: &Caller, domain: &str) -> Known<(String, String)> {
    let (mut best, mut marker) = (None::<(String, String)>, String::new());
    for _ in 0..PAGES {
        let path = format!("/2013-04-01/hostedzone?maxitems=100{marker}");
        let answer = caller.get(NAMES, "route53:ListHostedZones", &path).await?;
        for zone in answer.list("HostedZones.HostedZone") {
            let name = bare(&zone.text("Name"));
            let holds = domain == name || domain.ends_with(&format!(".{name}"));
            let is_nearer = best.as_ref().is_none_or(|(known, _)| known.len() < name.len());
            if holds && is_nearer && !zone.flag("Config.PrivateZone") {
                best = Some((name, zone.text("Id")));
            }
        }
        if !answer.flag("IsTruncated") {
            break;
        }
        marker = format!("&marker={}", answer.text("NextMarker"));
    }
    let none = || Unknown(format!("this account has no hosted zone for {domain}; its records are elsewhere"));
    let (name, id) = best.ok_or_else(none)?;
    let id = if id.starts_with('/') { id } else { format!("/hostedzone/{id}") };
    Ok((name, id))
}

fn record(value: &Value) -> Record {
    Record {
        name: bare(&value.text("Name")),
        kind: value.text("Type"),
        alias: bare(&value.text("AliasTarget.DNSName")),
        values: value.list("ResourceRecords.ResourceRecord").into_iter().map(|it| it.text("Value")).collect(),
    }
}

/// Without the dot at the end, which is sometimes written, and with none of the capitals.
pub fn bare(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}
