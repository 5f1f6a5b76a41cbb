//! Which ways lead from the internet to a server, from the load balancer to it, and out:
//! computed from routes (the longest prefix), lists (in order) and groups, both for the way
//! there and the way back. What is written nowhere isn't open.

use std::{collections::BTreeSet, net::IpAddr};

use ipnet::IpNet;

use super::{
    facts::Facts,
    read::{
        door::Door,
        network::{Interface, Peer, Target},
        servers::Server,
    },
    verdict::{Known, Unknown, known},
};

pub mod map;

use map::{End, Map, TCP, UDP};

/// An address of the internet that no rule names.
const ANYBODY: &str = "203.0.113.10";
/// What servers have no business with: SSH and mail.
pub const NEVER_OUT: [(u16, &str); 4] = [(22, "SSH"), (25, "mail"), (465, "mail"), (587, "mail")];
/// What they can't do without, beside the database.
const NEEDED_OUT: u16 = 443;

/// A way, as people read it, or what bars it.
pub type Way = Result<String, String>;

/// Ways from the internet straight to a server: there should be none.
pub fn direct(facts: &Facts) -> Known<Vec<String>> {
    let map = Map::of(facts)?;
    let mut ways = Vec::new();
    for server in known(&facts.servers.running)? {
        for plug in plugs(facts, server)? {
            let v4_public = !plug.public.is_empty();
            for address in plug.addresses.iter().filter(|it| v4_public || it.is_ipv6() && !is_private(**it)) {
                let end = End::plugged(*address, plug);
                ways.extend(open_to(&map, &end, address.is_ipv6())?.map(|(from, protocol, port)| {
                    let protocol = if protocol == UDP { "UDP" } else { "TCP" };
                    format!("internet ({from}) → {protocol} {port} → {} of {}", plug.id, server.id)
                }));
            }
        }
    }
    Ok(ways)
}

/// The first way in from the internet to an interface, of all sources and ports that any rule names.
fn open_to(map: &Map<'_>, to: &End, is_v6: bool) -> Known<Option<(IpAddr, u8, u16)>> {
    let ranges = map.ranges().into_iter().filter(|range| range.addr().is_ipv6() == is_v6);
    let sources: BTreeSet<IpAddr> = ranges.filter_map(someone).collect();
    for from in sources {
        for protocol in [TCP, UDP] {
            for port in map.ports() {
                if map.comes_in(from, to, protocol, port)?.is_ok() {
                    return Ok(Some((from, protocol, port)));
                }
            }
        }
    }
    Ok(None)
}

/// An address of the internet within a range, when there is one.
fn someone(range: IpNet) -> Option<IpAddr> {
    let anybody: IpAddr = ANYBODY.parse().ok()?;
    if range.contains(&anybody) {
        return Some(anybody);
    }
    let first = range.hosts().next()?;
    if range.prefix_len() == 0 {
        return "2001:db8::10".parse().ok();
    }
    (!is_private(first)).then_some(first)
}

/// Whether an address isn't the internet's.
pub fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(it) => {
            it.is_private()
                || it.is_loopback()
                || it.is_link_local()
                || it.octets()[0] == 0
                || it.octets()[0] == 100 && it.octets()[1] & 0xc0 == 64
        }
        IpAddr::V6(it) => it.is_loopback() || it.is_unique_local() || it.is_unicast_link_local(),
    }
}

/// Ways through the load balancer: from the internet to each of its zones, and on to each server.
pub fn through_the_door(facts: &Facts, door: &Door) -> Known<Vec<Way>> {
    let map = Map::of(facts)?;
    let anybody: IpAddr = ANYBODY.parse().map_err(|_| Unknown(String::new()))?;
    let ports: BTreeSet<u16> = known(&door.targets)?.iter().map(|targets| targets.port).collect();
    let mut ways = Vec::new();
    for (zone, subnet) in &door.zones {
        let here = format!("the load balancer in {zone}");
        let stands = map.subnet(subnet)?.ranges.first().and_then(|range| range.hosts().nth(10));
        let stands = stands.ok_or_else(|| Unknown(format!("{subnet} has no addresses")))?;
        let node = End { address: stands, groups: door.groups.clone(), subnet: Some(subnet.clone()) };
        if let Err(bar) = map.comes_in(anybody, &node, TCP, 443)? {
            ways.push(Err(format!("the internet doesn't reach {here} on 443: {bar}")));
        }
        for server in known(&facts.servers.running)? {
            for (plug, port) in
                plugs(facts, server)?.into_iter().flat_map(|it| ports.iter().map(move |port| (it, *port)))
            {
                let Some(address) = plug.addresses.first() else { continue };
                ways.push(match map.reaches(&node, &End::plugged(*address, plug), TCP, port)? {
                    Ok(()) => Ok(format!("internet → 443 → {here} → {port} → {}", server.id)),
                    Err(bar) => Err(format!("{here} doesn't reach {} on {port}: {bar}", server.id)),
                });
            }
        }
    }
    Ok(ways)
}

/// Ways out of each server: by a NAT gateway to what is needed, and nowhere else.
pub fn out(facts: &Facts) -> Known<Vec<Way>> {
    let map = Map::of(facts)?;
    let anybody: IpAddr = ANYBODY.parse().map_err(|_| Unknown(String::new()))?;
    let mut ways = Vec::new();
    for server in known(&facts.servers.running)? {
        for plug in plugs(facts, server)? {
            let Some(address) = plug.addresses.first() else { continue };
            let from = End::plugged(*address, plug);
            for port in [NEEDED_OUT, facts.place.database_port] {
                ways.push(match map.goes_out(&from, anybody, TCP, port)? {
                    Ok(by) => Ok(format!("{} → {by} → internet {port}", server.id)),
                    Err(bar) => Err(format!("{} doesn't get out to port {port}: {bar}", server.id)),
                });
            }
            for (port, what) in NEVER_OUT {
                if let Ok(by) = map.goes_out(&from, anybody, TCP, port)? {
                    ways.push(Err(format!("{} gets out to port {port} ({what}) by {by}", server.id)));
                }
            }
            let leads = map.route(&plug.subnet, anybody)?.map(|route| &route.target);
            if !matches!(leads, Some(Target::Nat(_))) {
                ways.push(Err(format!("{} doesn't leave by a NAT gateway", server.id)));
            }
        }
    }
    Ok(ways)
}

/// Where a server is plugged in. One that is nowhere can't be judged.
pub fn plugs<'a>(facts: &'a Facts, server: &Server) -> Known<Vec<&'a Interface>> {
    let all = known(&facts.network.interfaces)?;
    let plugs: Vec<_> = all.iter().filter(|plug| plug.instance == server.id).collect();
    if plugs.is_empty() {
        return Err(Unknown(format!("{} has no interface in AWS's answer", server.id)));
    }
    Ok(plugs)
}

/// Whether a group's rule admits somebody of the internet.
pub fn admits_the_internet(peer: &Peer) -> bool {
    match peer {
        Peer::Range(range) => range.prefix_len() == 0 || !is_private(range.network()),
        Peer::Group(_) => false,
        Peer::Prefixes(_) => true,
    }
}

#[cfg(test)]
mod tests;
