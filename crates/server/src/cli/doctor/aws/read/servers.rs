//! The servers, their disks, the group that keeps them running and the template it starts
//! new ones from.

use std::{collections::BTreeMap, io::Read as _};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use serde_json::Value;

use super::network::{Subnet, listed};
use crate::cli::doctor::aws::{
    call::Caller,
    services::SCALING,
    tree::Tree as _,
    verdict::{Known, Unknown, known},
};

/// What a server is told at its start is small; this is what it may be unpacked.
const USER_DATA_BYTES: u64 = 1024 * 1024;

/// All that runs in the network, and what starts it.
#[derive(Debug, Clone)]
pub struct Servers {
    pub running: Known<Vec<Server>>,
    /// Volume to whether it's encrypted.
    pub disks: Known<BTreeMap<String, bool>>,
    pub group: Known<Option<ScalingGroup>>,
    pub template: Known<Template>,
}

/// A server that isn't gone.
#[derive(Debug, Clone, Default)]
pub struct Server {
    pub id: String,
    pub zone: String,
    pub subnet: String,
    pub public: String,
    pub private: String,
    pub key_pair: String,
    pub metadata: Metadata,
    pub profile: String,
    pub volumes: Vec<String>,
}

/// How a server's role may be asked for.
#[derive(Debug, Clone, Default)]
pub struct Metadata {
    pub tokens: String,
    pub hops: Option<i64>,
}

/// The auto-scaling group.
#[derive(Debug, Clone, Default)]
pub struct ScalingGroup {
    pub name: String,
    pub zones: Vec<String>,
    pub subnets: Vec<String>,
    pub health: String,
    pub desired: i64,
    /// Instance to its state.
    pub instances: BTreeMap<String, String>,
    template: String,
    version: String,
}

/// What new servers are.
#[derive(Debug, Clone, Default)]
pub struct Template {
    pub metadata: Metadata,
    pub key_pair: String,
    pub gives_public_address: bool,
    pub are_disks_encrypted: bool,
    /// What a server is told at its start, unpacked.
    pub user_data: String,
}

impl Servers {
    /// Reads them all; the group is the one whose subnets are in the network.
    pub async fn read(caller: &Caller, vpc: &str, subnets: &Known<Vec<Subnet>>) -> Self {
        let filter = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpc)];
        let (reservations, group) = tokio::join!(
            listed(caller, "DescribeInstances", &filter, "reservationSet"),
            scaling_group(caller, subnets)
        );
        let running = reservations.map(|all| {
            let instances = all.iter().flat_map(|one| one.list("instancesSet"));
            let gone = |one: &Value| {
                matches!(one.text("instanceState.name").as_str(), "terminated" | "shutting-down")
            };
            instances.filter(|one| !gone(one)).map(server).collect::<Vec<_>>()
        });
        let disks = match &running {
            Ok(servers) => disks(caller, servers).await,
            Err(why) => Err(why.clone()),
        };
        let template = match &group {
            Ok(Some(group)) => template(caller, group).await,
            Ok(None) => Err(Unknown("there is no auto-scaling group, so no launch template".to_owned())),
            Err(why) => Err(why.clone()),
        };
        Self { running, disks, group, template }
    }
}

fn server(value: &Value) -> Server {
    Server {
        id: value.text("instanceId"),
        zone: value.text("placement.availabilityZone"),
        subnet: value.text("subnetId"),
        public: value.text("ipAddress"),
        private: value.text("privateIpAddress"),
        key_pair: value.text("keyName"),
        metadata: Metadata {
            tokens: value.text("metadataOptions.httpTokens"),
            hops: value.number("metadataOptions.httpPutResponseHopLimit"),
        },
        profile: value.text("iamInstanceProfile.arn").rsplit('/').next().unwrap_or_default().to_owned(),
        volumes: value.list("blockDeviceMapping").into_iter().map(|it| it.text("ebs.volumeId")).collect(),
    }
}

async fn disks(caller: &Caller, servers: &[Server]) -> Known<BTreeMap<String, bool>> {
    let mut disks = BTreeMap::new();
    for server in servers {
        let filter = [("Filter.1.Name", "attachment.instance-id"), ("Filter.1.Value.1", server.id.as_str())];
        let volumes = listed(caller, "DescribeVolumes", &filter, "volumeSet").await?;
        disks.extend(volumes.iter().map(|it| (it.text("volumeId"), it.flag("encrypted"))));
    }
    Ok(disks)
}

async fn scaling_group(caller: &Caller, subnets: &Known<Vec<Subnet>>) -> Known<Option<ScalingGroup>> {
    let ours = known(subnets)?;
    let list = "DescribeAutoScalingGroupsResult.AutoScalingGroups";
    let next = ("DescribeAutoScalingGroupsResult.NextToken", "NextToken");
    let groups = caller.pages(SCALING, "DescribeAutoScalingGroups", &[], list, next).await?;
    let mut groups = groups.iter().map(read_group);
    Ok(groups.find(|group| ours.iter().any(|subnet| group.subnets.contains(&subnet.id))))
}

fn read_group(value: &Value) -> ScalingGroup {
    let subnets = value.text("VPCZoneIdentifier");
    let states = value.pairs("Instances", "InstanceId", "LifecycleState");
    ScalingGroup {
        name: value.text("AutoScalingGroupName"),
        zones: value.texts("AvailabilityZones"),
        subnets: subnets.split(',').map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect(),
        health: value.text("HealthCheckType"),
        desired: value.number("DesiredCapacity").unwrap_or_default(),
        instances: states,
        template: value.text("LaunchTemplate.LaunchTemplateId"),
        version: value.text("LaunchTemplate.Version"),
    }
}

async fn template(caller: &Caller, group: &ScalingGroup) -> Known<Template> {
    let parameters =
        [("LaunchTemplateId", group.template.as_str()), ("LaunchTemplateVersion.1", &group.version)];
    let versions =
        listed(caller, "DescribeLaunchTemplateVersions", &parameters, "launchTemplateVersionSet").await?;
    let version =
        versions.first().ok_or_else(|| Unknown("the group's launch template isn't there".to_owned()))?;
    let said = version.at("launchTemplateData");
    let disks = said.list("blockDeviceMappingSet");
    Ok(Template {
        metadata: Metadata {
            tokens: said.text("metadataOptions.httpTokens"),
            hops: said.number("metadataOptions.httpPutResponseHopLimit"),
        },
        key_pair: said.text("keyName"),
        gives_public_address: said
            .list("networkInterfaceSet")
            .iter()
            .any(|face| face.flag("associatePublicIpAddress")),
        are_disks_encrypted: !disks.is_empty() && disks.iter().all(|disk| disk.flag("ebs.encrypted")),
        user_data: unpacked(&said.text("userData"))?,
    })
}

/// As cloud-init reads it: base64, perhaps packed by gzip.
fn unpacked(text: &str) -> Known<String> {
    let wrong = || Unknown("the launch template's user data can't be read".to_owned());
    let bytes = BASE64.decode(text).map_err(|_| wrong())?;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    }
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(bytes.as_slice())
        .take(USER_DATA_BYTES)
        .read_to_end(&mut plain)
        .map_err(|_| wrong())?;
    Ok(String::from_utf8_lossy(&plain).into_owned())
}
