//! What routes, lists and groups come to when they are taken together.

use crate::cli::doctor::aws::{
    facts::Facts,
    paths::{direct, out, through_the_door},
    verdict::{Check, Known, Unknown, known},
};

pub const CHECKS: &[Check] = &[
    Check {
        name: "paths.direct",
        promise: "no way leads from the internet to a server but through the load balancer",
        remedy: "bar any one of the way's parts: the server's public address, the route, the group; terraform apply does",
        look: no_direct,
    },
    Check {
        name: "paths.door",
        promise: "the internet reaches the load balancer in every zone, and it every server",
        remedy: "what bars the way is named; terraform apply opens it again",
        look: door,
    },
    Check {
        name: "paths.out",
        promise: "servers get out by NAT gateways only, to what they need, and not to mail or SSH",
        remedy: "what is wrong is named; terraform apply mends routes and groups",
        look: only_nat,
    },
];

fn no_direct(facts: &Facts) -> Known<Vec<String>> {
    direct(facts)
}

fn door(facts: &Facts) -> Known<Vec<String>> {
    let Some(door) = facts.door()? else { return Ok(vec!["there is no load balancer".to_owned()]) };
    let ways = through_the_door(facts, door)?;
    if known(&facts.servers.running)?.is_empty() {
        return Err(Unknown("no server runs, so no way can be computed".to_owned()));
    }
    Ok(ways.into_iter().filter_map(Result::err).collect())
}

fn only_nat(facts: &Facts) -> Known<Vec<String>> {
    if known(&facts.servers.running)?.is_empty() {
        return Err(Unknown("no server runs, so no way can be computed".to_owned()));
    }
    Ok(out(facts)?.into_iter().filter_map(Result::err).collect())
}
