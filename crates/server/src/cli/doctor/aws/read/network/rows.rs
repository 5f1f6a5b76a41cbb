//! EC2's answers, one row each, in plain structures. What can't be read is said, not guessed.

use std::{collections::BTreeSet, net::IpAddr};

use ipnet::IpNet;
use serde_json::Value;

use super::{Acl, AclRule, Group, GroupRule, Interface, Nat, Peer, Route, Subnet, Table, Target, Traffic};
use crate::cli::doctor::aws::{
    tree::Tree as _,
    verdict::{Known, Unknown},
};

fn range(text: &str) -> Known<IpNet> {
    text.parse().map_err(|_| Unknown(format!("AWS answered an address range that can't be read: {text:?}")))
}

pub fn subnet(value: &Value) -> Known<Subnet> {
    let mut ranges = vec![range(&value.text("cidrBlock"))?];
    for associated in value.list("ipv6CidrBlockAssociationSet") {
        ranges.push(range(&associated.text("ipv6CidrBlock"))?);
    }
    Ok(Subnet {
        id: value.text("subnetId"),
        zone: value.text("availabilityZone"),
        ranges,
        hands_out: value.flag("mapPublicIpOnLaunch") || value.flag("assignIpv6AddressOnCreation"),
    })
}

pub fn table(value: &Value) -> Known<Table> {
    let associations = value.list("associationSet");
    Ok(Table {
        id: value.text("routeTableId"),
        is_main: associations.iter().any(|it| it.flag("main")),
        subnets: associations.iter().map(|it| it.text("subnetId")).filter(|id| !id.is_empty()).collect(),
        routes: value.list("routeSet").into_iter().map(route).collect::<Known<_>>()?,
    })
}

fn route(value: &Value) -> Known<Route> {
    let ranges = ["destinationCidrBlock", "destinationIpv6CidrBlock"].map(|name| value.text(name));
    let written = ranges.iter().find(|text| !text.is_empty());
    let gateway = value.text("gatewayId");
    let nat = value.text("natGatewayId");
    let target = if gateway == "local" {
        Target::Local
    } else if gateway.starts_with("igw-") {
        Target::Internet(gateway)
    } else if gateway.starts_with("vpce-") {
        Target::Endpoint
    } else if !nat.is_empty() {
        Target::Nat(nat)
    } else {
        let others = [
            "gatewayId",
            "transitGatewayId",
            "vpcPeeringConnectionId",
            "egressOnlyInternetGatewayId",
            "networkInterfaceId",
            "instanceId",
            "localGatewayId",
            "carrierGatewayId",
            "coreNetworkArn",
        ];
        let other = others.map(|name| value.text(name)).into_iter().find(|text| !text.is_empty());
        Target::Other(other.unwrap_or_else(|| "something unknown".to_owned()))
    };
    Ok(Route {
        range: written.map(|text| range(text)).transpose()?,
        target,
        is_active: value.text("state") != "blackhole",
    })
}

pub fn acl(value: &Value) -> Known<Acl> {
    let rules = value.list("entrySet").into_iter().map(|entry| {
        let ranges = ["cidrBlock", "ipv6CidrBlock"].map(|name| entry.text(name));
        let written = ranges.iter().find(|text| !text.is_empty()).map_or("", String::as_str);
        Ok(AclRule {
            number: entry.number("ruleNumber").unwrap_or_default(),
            is_outward: entry.flag("egress"),
            allows: entry.text("ruleAction") == "allow",
            traffic: traffic(
                &entry.text("protocol"),
                entry.number("portRange.from"),
                entry.number("portRange.to"),
            ),
            range: range(written)?,
        })
    });
    let mut rules: Vec<AclRule> = rules.collect::<Known<_>>()?;
    rules.sort_by_key(|rule| rule.number);
    Ok(Acl {
        id: value.text("networkAclId"),
        subnets: value.list("associationSet").into_iter().map(|it| it.text("subnetId")).collect(),
        rules,
    })
}

fn traffic(protocol: &str, from: Option<i64>, to: Option<i64>) -> Traffic {
    let number = match protocol {
        "-1" | "" => None,
        "tcp" => Some(6),
        "udp" => Some(17),
        "icmp" => Some(1),
        "icmpv6" => Some(58),
        // Read as all of them, should it be one we don't know.
        number => number.parse().ok(),
    };
    let port = |port: Option<i64>, open: u16| port.and_then(|port| u16::try_from(port).ok()).unwrap_or(open);
    match number {
        Some(6 | 17) => Traffic { protocol: number, from: port(from, 0), to: port(to, u16::MAX) },
        _ => Traffic { protocol: number, from: 0, to: u16::MAX },
    }
}

pub fn group(value: &Value) -> Known<Group> {
    let mut rules = Vec::new();
    for (list, is_outward) in [("ipPermissions", false), ("ipPermissionsEgress", true)] {
        for permission in value.list(list) {
            let traffic = traffic(
                &permission.text("ipProtocol"),
                permission.number("fromPort"),
                permission.number("toPort"),
            );
            let mut peers = Vec::new();
            for (list, name) in [("ipRanges", "cidrIp"), ("ipv6Ranges", "cidrIpv6")] {
                for one in permission.list(list) {
                    peers.push(Peer::Range(range(&one.text(name))?));
                }
            }
            peers.extend(permission.list("groups").into_iter().map(|one| Peer::Group(one.text("groupId"))));
            let lists = permission.list("prefixListIds").into_iter();
            peers.extend(lists.map(|one| Peer::Prefixes(one.text("prefixListId"))));
            rules.extend(peers.into_iter().map(|peer| GroupRule { is_outward, traffic, peer }));
        }
    }
    Ok(Group { id: value.text("groupId"), name: value.text("groupName"), rules })
}

pub fn interface(value: &Value) -> Known<Interface> {
    let private = value.list("privateIpAddressesSet");
    let v4 = private.iter().map(|it| it.text("privateIpAddress")).chain([value.text("privateIpAddress")]);
    let v6 = value.list("ipv6AddressesSet").into_iter().map(|it| it.text("ipv6Address"));
    let addresses: BTreeSet<IpAddr> = v4.chain(v6).filter_map(|text| text.parse().ok()).collect();
    let public = private.iter().map(|it| it.text("association.publicIp"));
    let public: BTreeSet<String> =
        public.chain([value.text("association.publicIp")]).filter(|text| !text.is_empty()).collect();
    Ok(Interface {
        id: value.text("networkInterfaceId"),
        subnet: value.text("subnetId"),
        addresses: addresses.into_iter().collect(),
        public: public.into_iter().collect(),
        groups: value.list("groupSet").into_iter().map(|it| it.text("groupId")).collect(),
        instance: value.text("attachment.instanceId"),
    })
}

pub fn nat(value: &Value) -> Nat {
    let public = value.list("natGatewayAddressSet").into_iter().map(|it| it.text("publicIp"));
    Nat {
        id: value.text("natGatewayId"),
        subnet: value.text("subnetId"),
        is_available: value.text("state") == "available",
        public: public.filter(|text| !text.is_empty()).collect(),
    }
}
