//! Subnets, routes, lists, groups, interfaces, NAT gateways: all that decides who may talk
//! with whom.

use std::{collections::BTreeSet, net::IpAddr};

use ipnet::IpNet;
use serde_json::Value;

use crate::cli::doctor::aws::{call::Caller, services::EC2, tree::Tree as _, verdict::Known};

mod rows;

/// The installation's network.
#[derive(Debug, Clone)]
pub struct Network {
    pub subnets: Known<Vec<Subnet>>,
    pub tables: Known<Vec<Table>>,
    pub acls: Known<Vec<Acl>>,
    pub groups: Known<Vec<Group>>,
    pub interfaces: Known<Vec<Interface>>,
    pub nats: Known<Vec<Nat>>,
    /// Traffic that is written down: `ALL`, `ACCEPT` or `REJECT`.
    pub flow_logs: Known<Vec<String>>,
    /// Tables that lead to S3 without the NAT gateway.
    pub s3_tables: Known<BTreeSet<String>>,
}

/// A part of it, in one zone.
#[derive(Debug, Clone, Default)]
pub struct Subnet {
    pub id: String,
    pub zone: String,
    pub ranges: Vec<IpNet>,
    /// Whether what starts there gets a public address unasked.
    pub hands_out: bool,
}

/// A table of routes.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub id: String,
    /// Whether it holds for subnets that name none.
    pub is_main: bool,
    pub subnets: Vec<String>,
    pub routes: Vec<Route>,
}

/// Where one range leads.
#[derive(Debug, Clone)]
pub struct Route {
    /// None for a list of Amazon's own ranges.
    pub range: Option<IpNet>,
    pub target: Target,
    pub is_active: bool,
}

/// What a route leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Local,
    Internet(String),
    Nat(String),
    Endpoint,
    Other(String),
}

/// A subnet's list of who may pass, read in order.
#[derive(Debug, Clone, Default)]
pub struct Acl {
    pub id: String,
    pub subnets: Vec<String>,
    pub rules: Vec<AclRule>,
}

/// The first that fits decides.
#[derive(Debug, Clone)]
pub struct AclRule {
    pub number: i64,
    pub is_outward: bool,
    pub allows: bool,
    pub traffic: Traffic,
    pub range: IpNet,
}

/// A protocol's number (all, when none) and its ports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traffic {
    pub protocol: Option<u8>,
    pub from: u16,
    pub to: u16,
}

/// A security group.
#[derive(Debug, Clone, Default)]
pub struct Group {
    pub id: String,
    pub name: String,
    pub rules: Vec<GroupRule>,
}

/// Each adds to what may pass.
#[derive(Debug, Clone)]
pub struct GroupRule {
    pub is_outward: bool,
    pub traffic: Traffic,
    pub peer: Peer,
}

/// Whom a group's rule admits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Peer {
    Range(IpNet),
    Group(String),
    Prefixes(String),
}

/// Where something is plugged in.
#[derive(Debug, Clone, Default)]
pub struct Interface {
    pub id: String,
    pub subnet: String,
    pub addresses: Vec<IpAddr>,
    pub public: Vec<String>,
    pub groups: Vec<String>,
    pub instance: String,
}

/// A NAT gateway.
#[derive(Debug, Clone, Default)]
pub struct Nat {
    pub id: String,
    pub subnet: String,
    pub is_available: bool,
    pub public: Vec<String>,
}

impl Network {
    /// Reads it all.
    pub async fn read(caller: &Caller, vpc: &str) -> Self {
        let of = |filter: &'static str| [("Filter.1.Name", filter), ("Filter.1.Value.1", vpc)];
        let (in_vpc, of_resource) = (of("vpc-id"), of("resource-id"));
        let all = |action: &'static str, list: &'static str| listed(caller, action, &in_vpc, list);
        let (subnets, tables, acls, groups, interfaces, nats, flow_logs, endpoints) = tokio::join!(
            all("DescribeSubnets", "subnetSet"),
            all("DescribeRouteTables", "routeTableSet"),
            all("DescribeNetworkAcls", "networkAclSet"),
            all("DescribeSecurityGroups", "securityGroupInfo"),
            all("DescribeNetworkInterfaces", "networkInterfaceSet"),
            all("DescribeNatGateways", "natGatewaySet"),
            listed(caller, "DescribeFlowLogs", &of_resource, "flowLogSet"),
            all("DescribeVpcEndpoints", "vpcEndpointSet"),
        );
        Self {
            subnets: every(subnets, rows::subnet),
            tables: every(tables, rows::table),
            acls: every(acls, rows::acl),
            groups: every(groups, rows::group),
            interfaces: every(interfaces, rows::interface),
            nats: every(nats, |value| Ok(rows::nat(value))),
            flow_logs: flow_logs.map(|logs| {
                let active = logs.iter().filter(|log| log.text("flowLogStatus") == "ACTIVE");
                active.map(|log| log.text("trafficType")).collect()
            }),
            s3_tables: endpoints.map(|endpoints| {
                let serving = endpoints.iter().filter(|endpoint| {
                    endpoint.text("serviceName").ends_with(".s3")
                        && endpoint.text("vpcEndpointType").eq_ignore_ascii_case("gateway")
                        && endpoint.text("state").eq_ignore_ascii_case("available")
                });
                serving.flat_map(|endpoint| endpoint.texts("routeTableIdSet")).collect()
            }),
        }
    }
}

/// All of a list of EC2's.
pub async fn listed(
    caller: &Caller,
    action: &str,
    parameters: &[(&str, &str)],
    list: &str,
) -> Known<Vec<Value>> {
    caller.pages(EC2, action, parameters, list, ("nextToken", "NextToken")).await
}

fn every<T>(values: Known<Vec<Value>>, read: impl Fn(&Value) -> Known<T>) -> Known<Vec<T>> {
    values?.iter().map(read).collect()
}
