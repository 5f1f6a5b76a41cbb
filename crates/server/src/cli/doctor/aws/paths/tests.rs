//! Ways, over a network of one public and one private subnet: first as it should be, then with
//! one part changed at a time.

use super::*;
use crate::cli::doctor::aws::read::{
    door::TargetGroup,
    network::{Acl, AclRule, Group, GroupRule, Nat, Network, Route, Subnet, Table, Traffic},
};

const ALL: Traffic = Traffic { protocol: None, from: 0, to: u16::MAX };

fn tcp(port: u16) -> Traffic {
    Traffic { protocol: Some(TCP), from: port, to: port }
}

fn to(range: &str, target: Target) -> Route {
    Route { range: Some(range.parse().unwrap()), target, is_active: true }
}

fn list(number: i64, is_outward: bool, allows: bool, traffic: Traffic, range: &str) -> AclRule {
    AclRule { number, is_outward, allows, traffic, range: range.parse().unwrap() }
}

fn rule(is_outward: bool, traffic: Traffic, peer: &str) -> GroupRule {
    let peer = peer.parse().map_or_else(|_| Peer::Group(peer.to_owned()), Peer::Range);
    GroupRule { is_outward, traffic, peer }
}

fn group(id: &str, rules: Vec<GroupRule>) -> Group {
    Group { id: id.to_owned(), name: id.to_owned(), rules }
}

fn table(subnet: &str, way_out: Target) -> Table {
    let routes = vec![to("10.0.0.0/16", Target::Local), to("0.0.0.0/0", way_out)];
    Table { id: format!("rtb-{subnet}"), is_main: false, subnets: vec![subnet.to_owned()], routes }
}

/// As Terraform makes it.
fn harbour() -> Facts {
    let mut facts = Facts::unread();
    let subnet = |id: &str, range: &str| Subnet {
        id: id.to_owned(),
        zone: "a".to_owned(),
        ranges: vec![range.parse().unwrap()],
        hands_out: false,
    };
    let open = vec![list(100, false, true, ALL, "0.0.0.0/0"), list(100, true, true, ALL, "0.0.0.0/0")];
    facts.network = Network {
        subnets: Ok(vec![subnet("public", "10.0.0.0/24"), subnet("private", "10.0.8.0/24")]),
        tables: Ok(vec![
            table("public", Target::Internet("igw-1".to_owned())),
            table("private", Target::Nat("nat-1".to_owned())),
        ]),
        acls: Ok(vec![Acl {
            id: "acl-1".to_owned(),
            subnets: vec!["public".to_owned(), "private".to_owned()],
            rules: open,
        }]),
        groups: Ok(vec![
            group("front", vec![rule(false, tcp(443), "0.0.0.0/0"), rule(true, tcp(80), "servers")]),
            group(
                "servers",
                vec![
                    rule(false, tcp(80), "front"),
                    rule(true, tcp(443), "0.0.0.0/0"),
                    rule(true, tcp(27017), "0.0.0.0/0"),
                ],
            ),
        ]),
        interfaces: Ok(vec![Interface {
            id: "eni-1".to_owned(),
            subnet: "private".to_owned(),
            addresses: vec!["10.0.8.5".parse().unwrap()],
            groups: vec!["servers".to_owned()],
            instance: "i-1".to_owned(),
            ..Interface::default()
        }]),
        nats: Ok(vec![Nat {
            id: "nat-1".to_owned(),
            subnet: "public".to_owned(),
            is_available: true,
            public: vec!["192.0.2.1".to_owned()],
        }]),
        ..facts.network
    };
    facts.servers.running =
        Ok(vec![Server { id: "i-1".to_owned(), subnet: "private".to_owned(), ..Server::default() }]);
    facts.place.database_port = 27017;
    facts
}

fn door() -> Door {
    let targets = TargetGroup {
        port: 80,
        version: String::new(),
        health_path: String::new(),
        attributes: Default::default(),
        health: Default::default(),
    };
    Door {
        name: "harbour".to_owned(),
        dns: String::new(),
        is_public: true,
        groups: vec!["front".to_owned()],
        zones: [("a".to_owned(), "public".to_owned())].into(),
        attributes: Ok(Default::default()),
        listeners: Ok(vec![]),
        targets: Ok(vec![targets]),
        certificate: Ok(None),
        firewall: Ok(None),
    }
}

fn groups(facts: &mut Facts) -> &mut Vec<Group> {
    facts.network.groups.as_mut().unwrap()
}

fn routes(facts: &mut Facts, of: usize) -> &mut Vec<Route> {
    &mut facts.network.tables.as_mut().unwrap()[of].routes
}

fn lists(facts: &mut Facts) -> &mut Vec<AclRule> {
    let rules = &mut facts.network.acls.as_mut().unwrap()[0].rules;
    rules.sort_by_key(|rule| rule.number);
    rules
}

fn bars(ways: Vec<Way>) -> Vec<String> {
    ways.into_iter().filter_map(Result::err).collect()
}

/// Public address, route, group: all three are needed to be reached.
fn expose(facts: &mut Facts) {
    facts.network.interfaces.as_mut().unwrap()[0].public = vec!["192.0.2.9".to_owned()];
    routes(facts, 1)[1].target = Target::Internet("igw-1".to_owned());
    groups(facts)[1].rules.push(rule(false, tcp(22), "0.0.0.0/0"));
}

#[test]
fn as_it_should_be_people_get_in_by_the_door_and_servers_out_by_nat() {
    let facts = harbour();
    assert_eq!(direct(&facts).unwrap(), [""; 0]);
    let door = through_the_door(&facts, &door()).unwrap();
    assert_eq!(door, [Ok("internet → 443 → the load balancer in a → 80 → i-1".to_owned())]);
    let out = out(&facts).unwrap();
    assert_eq!(out[0], Ok("i-1 → nat-1 (192.0.2.1) → internet 443".to_owned()));
    assert_eq!(bars(out), [""; 0]);
}

#[test]
fn a_server_is_reached_directly_only_when_nothing_bars_it() {
    let mut facts = harbour();
    expose(&mut facts);
    assert_eq!(direct(&facts).unwrap(), ["internet (203.0.113.10) → TCP 22 → eni-1 of i-1"]);
    for bar in [
        |facts: &mut Facts| facts.network.interfaces.as_mut().unwrap()[0].public.clear(),
        |facts: &mut Facts| routes(facts, 1)[1].target = Target::Nat("nat-1".to_owned()),
        |facts: &mut Facts| routes(facts, 1)[1].is_active = false,
        |facts: &mut Facts| drop(groups(facts)[1].rules.pop()),
        |facts: &mut Facts| lists(facts).insert(0, list(1, false, false, tcp(22), "0.0.0.0/0")),
        |facts: &mut Facts| lists(facts).insert(0, list(1, true, false, ALL, "0.0.0.0/0")),
    ] {
        let mut facts = harbour();
        expose(&mut facts);
        bar(&mut facts);
        assert_eq!(direct(&facts).unwrap(), [""; 0]);
    }
}

#[test]
fn one_stranger_is_enough_and_udp_counts() {
    let mut facts = harbour();
    expose(&mut facts);
    let dns = Traffic { protocol: Some(UDP), from: 53, to: 53 };
    *groups(&mut facts)[1].rules.last_mut().unwrap() = rule(false, dns, "198.51.100.0/24");
    assert_eq!(direct(&facts).unwrap(), ["internet (198.51.100.1) → UDP 53 → eni-1 of i-1"]);
    *groups(&mut facts)[1].rules.last_mut().unwrap() = rule(false, dns, "10.0.0.0/8");
    assert_eq!(direct(&facts).unwrap(), [""; 0], "one's own network isn't the internet");
}

#[test]
fn the_longest_prefix_decides_and_the_first_line_of_a_list() {
    let mut facts = harbour();
    expose(&mut facts);
    // A narrower route takes the answers elsewhere.
    routes(&mut facts, 1).push(to("203.0.113.0/24", Target::Other("tgw-1".to_owned())));
    assert_eq!(direct(&facts).unwrap(), [""; 0]);
    let mut facts = harbour();
    expose(&mut facts);
    lists(&mut facts).insert(0, list(2, false, false, tcp(22), "0.0.0.0/0"));
    lists(&mut facts).insert(0, list(1, false, true, tcp(22), "203.0.113.0/24"));
    assert_eq!(direct(&facts).unwrap().len(), 1, "what is allowed before it's refused is allowed");
}

#[test]
fn the_door_is_barred_by_each_of_its_parts() {
    for (bar, says) in [
        ((|facts| routes(facts, 0).truncate(1)) as fn(&mut Facts), "no route to the internet gateway"),
        (|facts| drop(groups(facts)[0].rules.remove(0)), "no security group admits it"),
        (|facts| drop(groups(facts)[0].rules.remove(1)), "no security group of the sender lets it out"),
        (|facts| drop(groups(facts)[1].rules.remove(0)), "no security group of the server admits it"),
        (
            |facts| lists(facts).insert(0, list(1, false, false, tcp(80), "10.0.0.0/24")),
            "acl-1 refuses port 80 from 10.0.0.11",
        ),
    ] {
        let mut facts = harbour();
        bar(&mut facts);
        let bars = bars(through_the_door(&facts, &door()).unwrap());
        assert_eq!(bars.len(), 1, "{bars:?}");
        assert!(bars[0].contains(says), "{bars:?}");
    }
}

#[test]
fn servers_get_out_by_nat_to_what_they_need_and_not_to_mail() {
    for (change, says) in [
        (
            (|facts| groups(facts)[1].rules.push(rule(true, ALL, "0.0.0.0/0"))) as fn(&mut Facts),
            "gets out to port 25 (mail)",
        ),
        (|facts| drop(groups(facts)[1].rules.pop()), "doesn't get out to port 27017"),
        (|facts| routes(facts, 1).truncate(1), "has no route to the internet"),
        (
            |facts| routes(facts, 1)[1].target = Target::Internet("igw-1".to_owned()),
            "doesn't leave by a NAT gateway",
        ),
        (|facts| facts.network.nats.as_mut().unwrap()[0].is_available = false, "nat-1 isn't available"),
        (|facts| routes(facts, 0).truncate(1), "which has no route to the internet gateway"),
        (
            |facts| {
                lists(facts).insert(
                    0,
                    list(
                        1,
                        false,
                        false,
                        Traffic { protocol: Some(TCP), from: 1024, to: u16::MAX },
                        "0.0.0.0/0",
                    ),
                )
            },
            "refuses port",
        ),
    ] {
        let mut facts = harbour();
        change(&mut facts);
        let bars = bars(out(&facts).unwrap());
        assert!(bars.iter().any(|bar| bar.contains(says)), "{says}: {bars:?}");
    }
}

#[test]
fn what_was_not_read_is_unknown_and_no_pass() {
    let not = || Unknown("not allowed: the permission ec2:DescribeNetworkAcls is missing".to_owned());
    let mut facts = harbour();
    facts.network.acls = Err(not());
    assert_eq!(direct(&facts), Err(not()));
    assert_eq!(out(&facts), Err(not()));
    let mut facts = harbour();
    facts.network.acls = Ok(vec![]);
    assert_eq!(
        through_the_door(&facts, &door()),
        Err(Unknown("AWS's answer has no network ACL of public".to_owned()))
    );
    let mut facts = harbour();
    facts.network.interfaces = Ok(vec![]);
    assert!(direct(&facts).is_err(), "a server that is plugged in nowhere can't be judged");
}
