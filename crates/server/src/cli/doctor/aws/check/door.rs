//! The load balancer itself: where it stands, what it does with what is odd, who guards it.

use std::collections::BTreeMap;

use crate::cli::doctor::aws::{
    facts::Facts,
    read::door::{Door, Firewall},
    verdict::{Check, Known, known},
};

pub mod listeners;
pub mod targets;

pub const CHECKS: &[Check] = &[
    Check {
        name: "door.alone",
        promise: "one load balancer, public, in two zones or more",
        remedy: "remove what Terraform didn't make, then terraform apply",
        look: alone,
    },
    Check {
        name: "door.idle",
        promise: "silent connections are kept for one to five minutes: twice the heartbeat, and less than nginx keeps them",
        remedy: "set idle_seconds from 60 to 300 and apply",
        look: |facts| attributes(facts, idle),
    },
    Check {
        name: "door.headers",
        promise: "headers that aren't well-formed are dropped, and doubtful requests refused",
        remedy: "terraform apply sets both again",
        look: |facts| attributes(facts, headers),
    },
    Check {
        name: "door.logged",
        promise: "who asked for what is written down",
        remedy: "terraform apply switches access logs on again",
        look: logged,
    },
    Check {
        name: "door.protected",
        promise: "the load balancer can't be deleted by mistake (staging may)",
        remedy: "let keep_data be true and apply",
        look: protected,
    },
    Check {
        name: "door.firewall",
        promise: "a firewall limits rates and refuses what is known to be bad",
        remedy: "terraform apply makes it again and puts it in front",
        look: firewall,
    },
];

const NONE: &str = "there is no load balancer in the network";

/// Asks something of the installation's load balancer.
fn of(facts: &Facts, look: impl Fn(&Door) -> Known<Vec<String>>) -> Known<Vec<String>> {
    facts.door()?.map_or_else(|| Ok(vec![NONE.to_owned()]), look)
}

fn attributes(facts: &Facts, look: fn(&BTreeMap<String, String>) -> Vec<String>) -> Known<Vec<String>> {
    of(facts, |door| Ok(look(known(&door.attributes)?)))
}

fn alone(facts: &Facts) -> Known<Vec<String>> {
    let doors = known(&facts.doors)?;
    let others = doors.iter().skip(1).map(|door| format!("{} is also in the network", door.name));
    let mut findings: Vec<String> = others.collect();
    match doors.first() {
        None => findings.push(NONE.to_owned()),
        Some(door) => {
            if !door.is_public {
                findings.push(format!("{} isn't public: nobody reaches it", door.name));
            }
            if door.zones.len() < 2 {
                findings.push(format!("{} is in {} zone", door.name, door.zones.len()));
            }
        }
    }
    Ok(findings)
}

fn seconds(all: &BTreeMap<String, String>, key: &str) -> i64 {
    all.get(key).and_then(|text| text.parse().ok()).unwrap_or_default()
}

fn says(all: &BTreeMap<String, String>, key: &str, value: &str) -> bool {
    all.get(key).is_some_and(|it| it == value)
}

fn idle(all: &BTreeMap<String, String>) -> Vec<String> {
    let idle = seconds(all, "idle_timeout.timeout_seconds");
    if (60..=300).contains(&idle) { vec![] } else { vec![format!("they are kept for {idle} s")] }
}

fn headers(all: &BTreeMap<String, String>) -> Vec<String> {
    let mut findings = Vec::new();
    if !says(all, "routing.http.drop_invalid_header_fields.enabled", "true") {
        findings.push("headers that aren't well-formed are handed on".to_owned());
    }
    if !says(all, "routing.http.desync_mitigation_mode", "strictest") {
        let mode = all.get("routing.http.desync_mitigation_mode").map_or("not set", String::as_str);
        findings.push(format!("the mode against smuggled requests is {mode}"));
    }
    findings
}

fn logged(facts: &Facts) -> Known<Vec<String>> {
    of(facts, |door| {
        let all = known(&door.attributes)?;
        let bucket = all.get("access_logs.s3.bucket").map(String::as_str).unwrap_or_default();
        Ok(if !says(all, "access_logs.s3.enabled", "true") {
            vec!["access logs are off".to_owned()]
        } else if bucket != facts.logs.name {
            vec![format!("access logs go to {bucket}, not to {}", facts.logs.name)]
        } else {
            vec![]
        })
    })
}

fn protected(facts: &Facts) -> Known<Vec<String>> {
    of(facts, |door| {
        let is_on = says(known(&door.attributes)?, "deletion_protection.enabled", "true");
        let may = facts.place.environment == "staging";
        Ok(if is_on || may { vec![] } else { vec!["deletion protection is off".to_owned()] })
    })
}

fn firewall(facts: &Facts) -> Known<Vec<String>> {
    of(facts, |door| {
        let Some(Firewall { managed, limits_rate }) = known(&door.firewall)? else {
            return Ok(vec!["no firewall stands in front of it".to_owned()]);
        };
        let mut findings = Vec::new();
        if !limits_rate {
            findings.push("no rule limits rates".to_owned());
        }
        for wanted in ["AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"] {
            if !managed.iter().any(|it| it == wanted) {
                findings.push(format!("{wanted} is missing, or only counts"));
            }
        }
        Ok(findings)
    })
}
