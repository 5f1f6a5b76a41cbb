//! Who may talk with whom, by the groups of what is plugged in.

use std::collections::BTreeSet;

use crate::cli::doctor::aws::{
    facts::Facts,
    paths::{NEVER_OUT, admits_the_internet, plugs},
    read::network::{Group, GroupRule, Peer, Traffic},
    verdict::{Check, Known, known},
};

pub const CHECKS: &[Check] = &[
    Check {
        name: "groups.front-alone-open",
        promise: "nothing but the load balancer admits the internet, and that on 80 and 443 only",
        remedy: "remove the rule that Terraform didn't make, then terraform apply",
        look: front_alone_open,
    },
    Check {
        name: "groups.servers-admit-front",
        promise: "servers admit the load balancer on the app's port, and nobody else",
        remedy: "remove the rule that Terraform didn't make, then terraform apply",
        look: servers_admit_front,
    },
    Check {
        name: "groups.front-reaches-servers",
        promise: "the load balancer may talk to servers on the app's port, and to nobody else",
        remedy: "remove the rule that Terraform didn't make, then terraform apply",
        look: front_reaches_servers,
    },
    Check {
        name: "groups.no-mail",
        promise: "servers' groups let out no mail and no SSH",
        remedy: "remove the rule that Terraform didn't make, then terraform apply",
        look: no_mail,
    },
    Check {
        name: "groups.default-closed",
        promise: "what names no group gets one that lets nothing through",
        remedy: "remove all rules of the network's default group",
        look: default_closed,
    },
];

fn front_groups(facts: &Facts) -> Known<BTreeSet<&str>> {
    Ok(facts.door()?.into_iter().flat_map(|door| &door.groups).map(String::as_str).collect())
}

fn server_groups(facts: &Facts) -> Known<BTreeSet<&str>> {
    let mut groups = BTreeSet::new();
    for server in known(&facts.servers.running)? {
        groups.extend(plugs(facts, server)?.into_iter().flat_map(|plug| &plug.groups).map(String::as_str));
    }
    Ok(groups)
}

fn app_ports(facts: &Facts) -> Known<BTreeSet<u16>> {
    Ok(match facts.door()? {
        Some(door) => known(&door.targets)?.iter().map(|targets| targets.port).collect(),
        None => BTreeSet::new(),
    })
}

/// One way of those that have any of the groups.
fn rules<'a>(
    facts: &'a Facts,
    of: &BTreeSet<&str>,
    is_outward: bool,
) -> Known<Vec<(&'a Group, &'a GroupRule)>> {
    let groups = known(&facts.network.groups)?.iter().filter(|group| of.contains(group.id.as_str()));
    let rules = groups.flat_map(|group| group.rules.iter().map(move |rule| (group, rule)));
    Ok(rules.filter(|(_, rule)| rule.is_outward == is_outward).collect())
}

fn front_alone_open(facts: &Facts) -> Known<Vec<String>> {
    let front = front_groups(facts)?;
    // Groups of what is plugged in: one that nothing uses lets nobody in.
    let mut used: BTreeSet<&str> =
        known(&facts.network.interfaces)?.iter().flat_map(|plug| &plug.groups).map(String::as_str).collect();
    used.extend(&front);
    let open = rules(facts, &used, false)?.into_iter().filter(|(_, rule)| admits_the_internet(&rule.peer));
    let wrong = open.filter(|(group, rule)| {
        let is_door = rule.traffic.protocol == Some(6)
            && rule.traffic.from == rule.traffic.to
            && matches!(rule.traffic.from, 80 | 443);
        !(front.contains(group.id.as_str()) && is_door)
    });
    Ok(wrong.map(|(group, rule)| said(group, "admits", rule)).collect())
}

fn servers_admit_front(facts: &Facts) -> Known<Vec<String>> {
    only(facts, &server_groups(facts)?, false, &front_groups(facts)?, "admits")
}

fn front_reaches_servers(facts: &Facts) -> Known<Vec<String>> {
    only(facts, &front_groups(facts)?, true, &server_groups(facts)?, "lets out to")
}

/// Whatever goes one way must be between two kinds, on the app's port.
fn only(
    facts: &Facts,
    of: &BTreeSet<&str>,
    is_outward: bool,
    peers: &BTreeSet<&str>,
    verb: &str,
) -> Known<Vec<String>> {
    let app = app_ports(facts)?;
    let wrong = rules(facts, of, is_outward)?.into_iter().filter(|(_, rule)| {
        let is_peer = matches!(&rule.peer, Peer::Group(id) if peers.contains(id.as_str()));
        let is_app = rule.traffic.protocol == Some(6)
            && rule.traffic.from == rule.traffic.to
            && app.contains(&rule.traffic.from);
        !(is_peer && is_app)
    });
    Ok(wrong.map(|(group, rule)| said(group, verb, rule)).collect())
}

fn no_mail(facts: &Facts) -> Known<Vec<String>> {
    let wrong = rules(facts, &server_groups(facts)?, true)?.into_iter().filter(|(_, rule)| {
        let covers = |port: u16| (rule.traffic.from..=rule.traffic.to).contains(&port);
        let is_tcp = matches!(rule.traffic.protocol, None | Some(6));
        is_tcp && admits_the_internet(&rule.peer) && NEVER_OUT.iter().any(|(port, _)| covers(*port))
    });
    Ok(wrong.map(|(group, rule)| said(group, "lets out to", rule)).collect())
}

fn default_closed(facts: &Facts) -> Known<Vec<String>> {
    let default = known(&facts.network.groups)?.iter().filter(|group| group.name == "default");
    let open = default.filter(|group| !group.rules.is_empty());
    Ok(open.map(|group| format!("{} has {} rules", group.id, group.rules.len())).collect())
}

fn said(group: &Group, verb: &str, rule: &GroupRule) -> String {
    format!("{} ({}) {verb} {} on {}", group.name, group.id, whom(&rule.peer), ports(rule.traffic))
}

fn whom(peer: &Peer) -> String {
    match peer {
        Peer::Range(range) => range.to_string(),
        Peer::Group(id) | Peer::Prefixes(id) => id.clone(),
    }
}

fn ports(traffic: Traffic) -> String {
    let ports = match (traffic.from, traffic.to) {
        (0, u16::MAX) => "all ports".to_owned(),
        (from, to) if from == to => from.to_string(),
        (from, to) => format!("{from} to {to}"),
    };
    match traffic.protocol {
        Some(6) => ports,
        Some(17) => format!("{ports} (UDP)"),
        Some(number) => format!("protocol {number}"),
        None => "everything".to_owned(),
    }
}
