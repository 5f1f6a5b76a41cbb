//! Where people are sent: how long they stay with a server, and how a server leaves.

use super::{of, says, seconds};
use crate::cli::doctor::aws::{
    facts::Facts,
    read::door::TargetGroup,
    verdict::{Check, Known, known},
};

pub const CHECKS: &[Check] = &[
    Check {
        name: "door.sticky",
        promise: "a browser stays with its server for a while, for a day at most",
        remedy: "terraform apply switches stickiness on, for an hour",
        look: |facts| targets(facts, sticky),
    },
    Check {
        name: "door.drain",
        promise: "a server that leaves has two minutes or more to finish",
        remedy: "set drain_seconds to 120 or more and apply",
        look: |facts| targets(facts, drain),
    },
    Check {
        name: "door.health",
        promise: "health is asked on /healthz, which doesn't ask the database, over HTTP/1.1",
        remedy: "terraform apply sets it again: a deep check replaces all servers when the database is away",
        look: |facts| targets(facts, health),
    },
    Check {
        name: "door.healthy",
        promise: "every server is healthy",
        remedy: "look at the server's log: aws logs tail /NAME/servers",
        look: healthy,
    },
];

fn targets(facts: &Facts, look: fn(&TargetGroup) -> Vec<String>) -> Known<Vec<String>> {
    of(facts, |door| {
        let groups = known(&door.targets)?;
        if groups.is_empty() {
            return Ok(vec!["it forwards to no target group".to_owned()]);
        }
        Ok(groups.iter().flat_map(look).collect())
    })
}

fn sticky(group: &TargetGroup) -> Vec<String> {
    let lasts = seconds(&group.attributes, "stickiness.lb_cookie.duration_seconds");
    if !says(&group.attributes, "stickiness.enabled", "true") {
        vec!["stickiness is off".to_owned()]
    } else if lasts > 86_400 {
        vec![format!("the cookie lasts for {lasts} s: new servers get nobody")]
    } else {
        vec![]
    }
}

fn drain(group: &TargetGroup) -> Vec<String> {
    let drain = seconds(&group.attributes, "deregistration_delay.timeout_seconds");
    if drain < 120 { vec![format!("it has {drain} s")] } else { vec![] }
}

fn health(group: &TargetGroup) -> Vec<String> {
    let mut findings = Vec::new();
    if group.health_path != "/healthz" {
        findings.push(format!("health is asked on {}", group.health_path));
    }
    if group.version != "HTTP1" {
        findings
            .push(format!("targets are spoken to in {}: a WebSocket begins with HTTP/1.1", group.version));
    }
    findings
}

fn healthy(facts: &Facts) -> Known<Vec<String>> {
    let serving: Vec<&String> = match known(&facts.servers.group)? {
        Some(group) => {
            group.instances.iter().filter(|(_, state)| *state == "InService").map(|(id, _)| id).collect()
        }
        None => vec![],
    };
    of(facts, |door| {
        let groups = known(&door.targets)?;
        let registered = || groups.iter().flat_map(|group| &group.health);
        if serving.is_empty() && registered().next().is_none() {
            return Ok(vec!["no server is registered".to_owned()]);
        }
        let absent = serving.iter().filter(|id| !registered().any(|(server, _)| server == **id));
        let ill = registered().filter(|(_, state)| !matches!(state.as_str(), "healthy" | "draining"));
        let ill = ill.map(|(server, state)| format!("{server} is {state}"));
        Ok(absent.map(|id| format!("{id} isn't registered")).chain(ill).collect())
    })
}
