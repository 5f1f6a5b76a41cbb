//! Private subnets lead to NAT gateways and nowhere else, and what passes is written down.

use crate::cli::doctor::aws::{
    facts::Facts,
    paths::map::Map,
    read::network::{Nat, Target},
    verdict::{Check, Known, Unknown, known},
};

pub const CHECKS: &[Check] = &[
    Check {
        name: "network.public-addresses",
        promise: "no subnet hands out public addresses",
        remedy: "terraform apply; by hand: aws ec2 modify-subnet-attribute --no-map-public-ip-on-launch",
        look: public_addresses,
    },
    Check {
        name: "network.private-routes",
        promise: "private route tables lead to the NAT gateways, S3 and within, and nowhere else",
        remedy: "remove the route that Terraform didn't make, then terraform apply",
        look: private_routes,
    },
    Check {
        name: "network.nat",
        promise: "NAT gateways stand in public subnets, with fixed addresses",
        remedy: "terraform apply makes them again; enter their addresses in MongoDB Atlas",
        look: nat,
    },
    Check {
        name: "network.s3-endpoint",
        promise: "every private route table leads to S3 without the NAT gateway",
        remedy: "terraform apply makes the endpoint again",
        look: s3_endpoint,
    },
    Check {
        name: "network.flow-logs",
        promise: "who talks with whom is written down",
        remedy: "terraform apply makes the flow log again",
        look: flow_logs,
    },
];

/// The subnets that the group starts servers in.
fn private(facts: &Facts) -> Known<&[String]> {
    let group = known(&facts.servers.group)?.as_ref();
    Ok(&group
        .ok_or_else(|| Unknown("there is no auto-scaling group, so no private subnets are known".to_owned()))?
        .subnets)
}

fn public_addresses(facts: &Facts) -> Known<Vec<String>> {
    let handing = known(&facts.network.subnets)?.iter().filter(|subnet| subnet.hands_out);
    Ok(handing.map(|subnet| format!("{} in {} hands them out", subnet.id, subnet.zone)).collect())
}

fn private_routes(facts: &Facts) -> Known<Vec<String>> {
    let map = Map::of(facts)?;
    let nats = known(&facts.network.nats)?;
    let mut findings = Vec::new();
    for id in private(facts)? {
        let (subnet, table) = (map.subnet(id)?, map.table(id)?);
        let mut has_way_out = false;
        for route in &table.routes {
            let range = route.range.map_or_else(|| "a list".to_owned(), |range| range.to_string());
            match &route.target {
                Target::Local | Target::Endpoint => {}
                Target::Nat(nat) => {
                    has_way_out |=
                        route.is_active && route.range.is_some_and(|range| range.prefix_len() == 0);
                    if let Some(near) = nearer(&map, nats, nat, &subnet.zone)? {
                        findings.push(format!(
                            "{} of {} leads to {nat} of another zone, though {near} is in its own",
                            table.id, subnet.zone
                        ));
                    }
                }
                Target::Internet(to) => findings.push(format!(
                    "{} of {} leads {range} to the internet gateway {to}",
                    table.id, subnet.zone
                )),
                Target::Other(to) => {
                    findings.push(format!("{} of {} leads {range} to {to}", table.id, subnet.zone))
                }
            }
        }
        if !has_way_out {
            findings.push(format!("{} of {} leads to no NAT gateway", table.id, subnet.zone));
        }
    }
    Ok(findings)
}

/// A NAT gateway of the zone, when the one in use isn't.
fn nearer<'a>(map: &Map<'_>, nats: &'a [Nat], used: &str, zone: &str) -> Known<Option<&'a str>> {
    let mut near = None;
    for nat in nats.iter().filter(|nat| nat.is_available) {
        if map.subnet(&nat.subnet)?.zone == zone {
            if nat.id == used {
                return Ok(None);
            }
            near = Some(nat.id.as_str());
        }
    }
    Ok(near)
}

fn nat(facts: &Facts) -> Known<Vec<String>> {
    let map = Map::of(facts)?;
    let nats: Vec<_> = known(&facts.network.nats)?.iter().filter(|nat| nat.is_available).collect();
    let mut findings = Vec::new();
    if nats.is_empty() {
        findings.push("there is none".to_owned());
    }
    for nat in nats {
        if !map.is_public(&nat.subnet)? {
            findings.push(format!(
                "{} stands in {}, which doesn't lead to the internet gateway",
                nat.id, nat.subnet
            ));
        }
        if nat.public.is_empty() {
            findings.push(format!("{} has no fixed address", nat.id));
        }
    }
    Ok(findings)
}

fn s3_endpoint(facts: &Facts) -> Known<Vec<String>> {
    let map = Map::of(facts)?;
    let tables = known(&facts.network.s3_tables)?;
    let mut findings = Vec::new();
    for id in private(facts)? {
        let table = map.table(id)?;
        if !tables.contains(&table.id) {
            findings.push(format!("{} of {id} isn't served by an endpoint of S3", table.id));
        }
    }
    Ok(findings)
}

fn flow_logs(facts: &Facts) -> Known<Vec<String>> {
    let is_all = known(&facts.network.flow_logs)?.iter().any(|traffic| traffic == "ALL");
    Ok(if is_all {
        vec![]
    } else {
        vec![format!("{} has no active flow log of all traffic", facts.place.vpc)]
    })
}
