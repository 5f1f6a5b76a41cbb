//! One hop of a way: what routes, lists and groups say of it.

use std::{collections::BTreeSet, net::IpAddr};

use ipnet::IpNet;

use crate::cli::doctor::aws::{
    facts::Facts,
    read::network::{Acl, Group, Interface, Nat, Peer, Route, Subnet, Table, Target, Traffic},
    verdict::{Known, Unknown, known},
};

/// Protocols' numbers.
pub const TCP: u8 = 6;
pub const UDP: u8 = 17;
/// Ports that answers come back to, whatever the system that asked.
const RETURN: [u16; 3] = [32_768, 49_152, 60_999];

/// All that bars a way.
pub struct Map<'a> {
    subnets: &'a [Subnet],
    tables: &'a [Table],
    acls: &'a [Acl],
    groups: &'a [Group],
    nats: &'a [Nat],
}

/// Where a way begins or ends within the network.
pub struct End {
    pub address: IpAddr,
    pub groups: Vec<String>,
    pub subnet: Option<String>,
}

impl End {
    /// An interface, at one of its addresses.
    pub fn plugged(address: IpAddr, plug: &Interface) -> Self {
        Self { address, groups: plug.groups.clone(), subnet: Some(plug.subnet.clone()) }
    }
}

/// Open, or what bars it.
type Bar = Result<(), String>;

impl<'a> Map<'a> {
    /// Of what was read.
    pub fn of(facts: &'a Facts) -> Known<Self> {
        let network = &facts.network;
        Ok(Self {
            subnets: known(&network.subnets)?,
            tables: known(&network.tables)?,
            acls: known(&network.acls)?,
            groups: known(&network.groups)?,
            nats: known(&network.nats)?,
        })
    }

    /// A subnet by its id.
    pub fn subnet(&self, id: &str) -> Known<&Subnet> {
        self.subnets.iter().find(|it| it.id == id).ok_or_else(|| missing("subnet", id))
    }

    /// The table that holds for a subnet: its own, or the network's main one.
    pub fn table(&self, subnet: &str) -> Known<&Table> {
        let own = self.tables.iter().find(|it| it.subnets.iter().any(|id| id == subnet));
        own.or_else(|| self.tables.iter().find(|it| it.is_main))
            .ok_or_else(|| missing("route table of", subnet))
    }

    /// The route that is taken from a subnet to an address: the longest prefix.
    pub fn route(&self, subnet: &str, to: IpAddr) -> Known<Option<&Route>> {
        let routes = self.table(subnet)?.routes.iter();
        let fitting =
            routes.filter_map(|route| route.range.filter(|range| range.contains(&to)).map(|it| (it, route)));
        Ok(fitting
            .max_by_key(|(range, _)| range.prefix_len())
            .map(|(_, route)| route)
            .filter(|it| it.is_active))
    }

    /// Whether a subnet has any way to an internet gateway.
    pub fn is_public(&self, subnet: &str) -> Known<bool> {
        let mut routes = self.table(subnet)?.routes.iter();
        Ok(routes.any(|route| route.is_active && matches!(route.target, Target::Internet(_))))
    }

    /// Every range that a list or a group names, and all.
    pub fn ranges(&self) -> BTreeSet<IpNet> {
        let lists = self.acls.iter().flat_map(|acl| acl.rules.iter().map(|rule| rule.range));
        let groups = self.groups.iter().flat_map(|group| &group.rules).filter_map(|rule| match &rule.peer {
            Peer::Range(range) => Some(*range),
            _ => None,
        });
        lists.chain(groups).collect()
    }

    /// Every port where what is open may change.
    pub fn ports(&self) -> BTreeSet<u16> {
        let lists = self.acls.iter().flat_map(|acl| acl.rules.iter().map(|rule| rule.traffic));
        let groups = self.groups.iter().flat_map(|group| group.rules.iter().map(|rule| rule.traffic));
        let named = lists.chain(groups).flat_map(|it| [it.from, it.to, it.to.saturating_add(1)]);
        named.chain([22, 80, 443, 8080]).filter(|port| *port > 0).collect()
    }

    /// From the internet to something within: by an internet gateway, past list and group.
    pub fn comes_in(&self, from: IpAddr, to: &End, protocol: u8, port: u16) -> Known<Bar> {
        let subnet = to.subnet.as_deref().unwrap_or_default();
        let is_routed = self.route(subnet, from)?.is_some_and(|it| matches!(it.target, Target::Internet(_)));
        if !is_routed {
            return Ok(Err(format!("{subnet} has no route to the internet gateway")));
        }
        if let Err(bar) = self.passes(subnet, false, from, protocol, &[port])? {
            return Ok(Err(bar));
        }
        if !self.admits(&to.groups, false, from, &[], protocol, port)? {
            return Ok(Err("no security group admits it".to_owned()));
        }
        self.passes(subnet, true, from, protocol, &RETURN)
    }

    /// From one end to another within the network, and back.
    pub fn reaches(&self, from: &End, to: &End, protocol: u8, port: u16) -> Known<Bar> {
        let here = from.subnet.as_deref().unwrap_or_default();
        let there = to.subnet.as_deref().unwrap_or_default();
        for (subnet, address) in [(here, to.address), (there, from.address)] {
            if !self.route(subnet, address)?.is_some_and(|it| it.target == Target::Local) {
                return Ok(Err(format!("{subnet} has no route to {address}")));
            }
        }
        if !self.admits(&from.groups, true, to.address, &to.groups, protocol, port)? {
            return Ok(Err("no security group of the sender lets it out".to_owned()));
        }
        if !self.admits(&to.groups, false, from.address, &from.groups, protocol, port)? {
            return Ok(Err("no security group of the server admits it".to_owned()));
        }
        if here == there {
            return Ok(Ok(()));
        }
        let lists = [
            (here, true, to.address, &[port][..]),
            (there, false, from.address, &[port]),
            (there, true, from.address, &RETURN),
            (here, false, to.address, &RETURN),
        ];
        self.all_pass(&lists, protocol)
    }

    /// From within to the internet; says by which gateway.
    pub fn goes_out(&self, from: &End, to: IpAddr, protocol: u8, port: u16) -> Known<Result<String, String>> {
        let here = from.subnet.as_deref().unwrap_or_default();
        if !self.admits(&from.groups, true, to, &[], protocol, port)? {
            return Ok(Err("no security group lets it out".to_owned()));
        }
        let own = [(here, true, to, &[port][..]), (here, false, to, &RETURN)];
        if let Err(bar) = self.all_pass(&own, protocol)? {
            return Ok(Err(bar));
        }
        let id = match self.route(here, to)?.map(|route| &route.target) {
            None => return Ok(Err(format!("{here} has no route to the internet"))),
            Some(Target::Nat(id)) => id,
            Some(Target::Internet(id) | Target::Other(id)) => return Ok(Ok(id.clone())),
            Some(Target::Local | Target::Endpoint) => {
                return Ok(Err(format!("{here} doesn't lead to the internet")));
            }
        };
        let Some(nat) = self.nat(id).filter(|nat| nat.is_available) else {
            return Ok(Err(format!("{id} isn't available")));
        };
        let is_routed =
            self.route(&nat.subnet, to)?.is_some_and(|it| matches!(it.target, Target::Internet(_)));
        if !is_routed {
            return Ok(Err(format!(
                "{id} stands in {}, which has no route to the internet gateway",
                nat.subnet
            )));
        }
        let (there, asked) = (nat.subnet.as_str(), [port]);
        let mut lists = vec![(there, true, to, &asked[..]), (there, false, to, &RETURN)];
        if there != here {
            lists.extend([(there, false, from.address, &asked[..]), (there, true, from.address, &RETURN)]);
        }
        Ok(self.all_pass(&lists, protocol)?.map(|()| format!("{id} ({})", nat.public.join(", "))))
    }

    /// A NAT gateway by its id.
    pub fn nat(&self, id: &str) -> Option<&Nat> {
        self.nats.iter().find(|it| it.id == id)
    }

    fn all_pass(&self, lists: &[(&str, bool, IpAddr, &[u16])], protocol: u8) -> Known<Bar> {
        for (subnet, is_outward, peer, ports) in lists {
            if let Err(bar) = self.passes(subnet, *is_outward, *peer, protocol, ports)? {
                return Ok(Err(bar));
            }
        }
        Ok(Ok(()))
    }

    /// A subnet's list: the first rule that fits decides, and none is no.
    fn passes(
        &self,
        subnet: &str,
        is_outward: bool,
        peer: IpAddr,
        protocol: u8,
        ports: &[u16],
    ) -> Known<Bar> {
        let own = self.acls.iter().find(|it| it.subnets.iter().any(|id| id == subnet));
        let acl = own.ok_or_else(|| missing("network ACL of", subnet))?;
        let refused = ports.iter().find(|port| {
            let mut rules =
                acl.rules.iter().filter(|it| it.is_outward == is_outward && it.range.contains(&peer));
            !rules.find(|rule| covers(rule.traffic, protocol, **port)).is_some_and(|rule| rule.allows)
        });
        let way = if is_outward { "to" } else { "from" };
        Ok(refused.map_or(Ok(()), |port| Err(format!("{} refuses port {port} {way} {peer}", acl.id))))
    }

    /// Groups: any rule of any of them admits. A group that isn't known can't be judged.
    fn admits(
        &self,
        groups: &[String],
        is_outward: bool,
        peer: IpAddr,
        its: &[String],
        protocol: u8,
        port: u16,
    ) -> Known<bool> {
        for id in groups {
            let group =
                self.groups.iter().find(|it| it.id == *id).ok_or_else(|| missing("security group", id))?;
            let mut rules = group.rules.iter().filter(|it| it.is_outward == is_outward);
            if rules.any(|rule| covers(rule.traffic, protocol, port) && means(&rule.peer, peer, its)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn covers(traffic: Traffic, protocol: u8, port: u16) -> bool {
    traffic.protocol.is_none_or(|it| it == protocol) && (traffic.from..=traffic.to).contains(&port)
}

fn means(peer: &Peer, address: IpAddr, groups: &[String]) -> bool {
    match peer {
        Peer::Range(range) => range.contains(&address),
        Peer::Group(id) => groups.contains(id),
        // Lists of Amazon's or one's own: none of them means anybody at all.
        Peer::Prefixes(_) => false,
    }
}

fn missing(what: &str, id: &str) -> Unknown {
    Unknown(format!("AWS's answer has no {what} {id}"))
}
