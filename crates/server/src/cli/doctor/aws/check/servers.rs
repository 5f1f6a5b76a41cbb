//! Servers can't be reached but through the load balancer, their role can't be stolen through
//! them, their disks are of no use elsewhere, and a lost one is replaced.

use std::collections::BTreeSet;

use crate::cli::doctor::aws::{
    facts::Facts,
    paths::{map::Map, plugs},
    read::servers::{Metadata, ScalingGroup},
    verdict::{Check, Known, known},
};

pub const CHECKS: &[Check] = &[
    Check {
        name: "servers.private-address",
        promise: "no server has a public address, and new ones get none",
        remedy: "terraform apply mends the template; then replace the server: aws ec2 terminate-instances",
        look: private_address,
    },
    Check {
        name: "servers.private-subnet",
        promise: "every server stands in a subnet without a way to the internet gateway",
        remedy: "end the server that the group didn't start, or terraform apply to mend its subnet's routes",
        look: private_subnet,
    },
    Check {
        name: "servers.metadata",
        promise: "a server's role is given out by IMDSv2 only, to containers at most",
        remedy: "terraform apply mends the template; of a running one: aws ec2 modify-instance-metadata-options --http-tokens required --http-put-response-hop-limit 2",
        look: metadata,
    },
    Check {
        name: "servers.no-key-pair",
        promise: "no server has an SSH key; Session Manager lets in who may",
        remedy: "terraform apply mends the template; then replace the server",
        look: no_key_pair,
    },
    Check {
        name: "servers.disks",
        promise: "disks are encrypted",
        remedy: "terraform apply mends the template; then replace the server",
        look: disks,
    },
    Check {
        name: "servers.user-data",
        promise: "what servers are told at their start holds no secret",
        remedy: "move it into a secret of Secrets Manager, and change it: whoever could read the template has it",
        look: user_data,
    },
    Check {
        name: "servers.group",
        promise: "a group over two zones or more replaces servers that the load balancer finds ill",
        remedy: "terraform apply sets the group again",
        look: group,
    },
    Check {
        name: "servers.running",
        promise: "as many servers are in service as there should be",
        remedy: "look at the group's activity: aws autoscaling describe-scaling-activities",
        look: running,
    },
];

fn private_address(facts: &Facts) -> Known<Vec<String>> {
    let mut findings = Vec::new();
    for server in known(&facts.servers.running)? {
        let mut public: BTreeSet<&str> =
            plugs(facts, server)?.into_iter().flat_map(|plug| &plug.public).map(String::as_str).collect();
        public.extend(Some(server.public.as_str()).filter(|it| !it.is_empty()));
        findings.extend(public.into_iter().map(|address| format!("{} has {address}", server.id)));
    }
    if known(&facts.servers.template)?.gives_public_address {
        findings.push("the launch template gives new servers one".to_owned());
    }
    Ok(findings)
}

fn private_subnet(facts: &Facts) -> Known<Vec<String>> {
    let map = Map::of(facts)?;
    let mut findings = Vec::new();
    for server in known(&facts.servers.running)? {
        if map.is_public(&server.subnet)? {
            findings.push(format!(
                "{} stands in {} ({}), which leads to the internet gateway",
                server.id, server.subnet, server.zone
            ));
        }
    }
    Ok(findings)
}

fn judged(what: &str, metadata: &Metadata) -> Vec<String> {
    let mut findings = Vec::new();
    if metadata.tokens != "required" {
        findings.push(format!("{what} answers IMDSv1, to whoever tricks the server into asking"));
    }
    if let Some(hops) = metadata.hops.filter(|hops| *hops != 2) {
        let why = if hops < 2 { "containers get no credentials" } else { "further than containers" };
        findings.push(format!("{what} lets answers travel {hops} hops: {why}"));
    }
    findings
}

fn metadata(facts: &Facts) -> Known<Vec<String>> {
    let servers = known(&facts.servers.running)?.iter();
    let mut findings: Vec<String> = servers.flat_map(|server| judged(&server.id, &server.metadata)).collect();
    findings.extend(judged("the launch template", &known(&facts.servers.template)?.metadata));
    Ok(findings)
}

fn no_key_pair(facts: &Facts) -> Known<Vec<String>> {
    let servers = known(&facts.servers.running)?.iter().map(|server| (server.id.as_str(), &server.key_pair));
    let template = [("the launch template", &known(&facts.servers.template)?.key_pair)];
    let keyed = servers.chain(template).filter(|(_, key)| !key.is_empty());
    Ok(keyed.map(|(what, key)| format!("{what} has the key {key}")).collect())
}

fn disks(facts: &Facts) -> Known<Vec<String>> {
    let disks = known(&facts.servers.disks)?;
    let mut findings = Vec::new();
    for server in known(&facts.servers.running)? {
        let open = server.volumes.iter().filter(|id| disks.get(*id) != Some(&true));
        findings.extend(open.map(|id| format!("{id} of {} isn't", server.id)));
    }
    if !known(&facts.servers.template)?.are_disks_encrypted {
        findings.push("the launch template starts servers with disks that aren't".to_owned());
    }
    Ok(findings)
}

fn user_data(facts: &Facts) -> Known<Vec<String>> {
    Ok(given_away(&known(&facts.servers.template)?.user_data))
}

/// Secrets that are written out. Names of variables, commands that make one, and addresses
/// without a password aren't.
fn given_away(told: &str) -> Vec<String> {
    let after = |mark: &'static str| told.split(mark).skip(1);
    let has_password = |rest: &str| {
        let authority = rest.split(['/', '?', '"', '\'', '\\', ' ', '\n']).next().unwrap_or_default();
        authority.split_once('@').is_some_and(|(user, _)| user.contains(':') && !user.contains('$'))
    };
    let is_value =
        |rest: &str| rest.trim_start_matches(['\'', '"']).starts_with(|it: char| it.is_ascii_alphanumeric());
    let findings = [
        (after("mongodb+srv://").any(has_password), "the database's address with its password"),
        (after("mongodb://").any(has_password), "the database's address with its password"),
        (after("WORKLOOP_SECRET=").any(is_value), "the signing secret"),
        (told.contains("AKIA"), "an access key"),
        (told.contains("PRIVATE KEY-----"), "a private key"),
    ];
    findings.iter().filter(|(is_there, _)| *is_there).map(|(_, what)| format!("it holds {what}")).collect()
}

fn group(facts: &Facts) -> Known<Vec<String>> {
    let Some(group) = known(&facts.servers.group)? else {
        return Ok(vec!["there is no auto-scaling group".to_owned()]);
    };
    let ScalingGroup { name, zones, health, .. } = group;
    let mut findings = Vec::new();
    if zones.len() < 2 {
        findings.push(format!("{name} is in {} zone", zones.len()));
    }
    if health != "ELB" {
        findings.push(format!("{name} asks {health} for health, which doesn't know whether nginx answers"));
    }
    Ok(findings)
}

fn running(facts: &Facts) -> Known<Vec<String>> {
    let Some(group) = known(&facts.servers.group)? else {
        return Ok(vec!["there is no auto-scaling group".to_owned()]);
    };
    let alive: BTreeSet<&String> = known(&facts.servers.running)?.iter().map(|server| &server.id).collect();
    let serving =
        group.instances.iter().filter(|(id, state)| *state == "InService" && alive.contains(id)).count();
    let wanted = usize::try_from(group.desired).unwrap_or_default();
    Ok(if serving >= wanted && wanted > 0 {
        vec![]
    } else {
        vec![format!("{} has {serving} of {wanted} in service", group.name)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_that_is_written_out_is_found_and_a_reference_is_not() {
        for told in [
            "WORKLOOP_SECRET=$(secret 32)\\nWORKLOOP_DATABASE_URL=mongodb://a,b/workloop",
            "WORKLOOP_SECRET=${WORKLOOP_SECRET:-}",
            "mongodb+srv://${USER}:${PASSWORD}@c.example.net",
        ] {
            assert_eq!(given_away(told), [""; 0], "{told}");
        }
        for told in [
            "WORKLOOP_SECRET='0123456789abcdef'",
            "url: mongodb+srv://ada:secret@c.example.net/workloop",
            "mongodb://ada:secret@a,b",
            "-----BEGIN PRIVATE KEY-----",
        ] {
            assert_eq!(given_away(told).len(), 1, "{told}");
        }
    }
}
