//! All that is read of an installation: found by the tags that Terraform sets, then by what
//! belongs to its network.

use anyhow::{Context as _, bail};
use serde_json::Value;

use super::{
    call::Caller,
    read::{
        bucket::Bucket,
        door::{self, Door},
        identity::Identity,
        names::{self, Record},
        network::{Network, listed},
        outside::Outside,
        secrets::Secrets,
        servers::Servers,
        watch::Watch,
    },
    services::STS,
    tree::Tree as _,
    verdict::Known,
};

/// What every check looks at.
#[derive(Debug, Clone)]
pub struct Facts {
    pub place: Place,
    pub network: Network,
    /// The installation's load balancer first, then what else of the kind is in its network.
    pub doors: Known<Vec<Door>>,
    pub servers: Servers,
    pub identity: Identity,
    pub files: Bucket,
    pub logs: Bucket,
    pub secrets: Secrets,
    pub names: Known<Vec<Record>>,
    pub watch: Watch,
    pub outside: Outside,
    /// Seconds since 1970.
    pub now: i64,
}

/// Which installation it is.
#[derive(Debug, Clone, Default)]
pub struct Place {
    /// What every name begins with, such as `workloop-staging`.
    pub name: String,
    /// Its tag, such as `staging`.
    pub environment: String,
    pub vpc: String,
    pub region: String,
    pub account: String,
    pub domain: String,
    pub database_port: u16,
}

/// Whether this machine also looks at the domain and the database by itself.
pub enum Probes {
    None,
    All {
        /// Where the database is.
        database: Option<String>,
    },
}

impl Place {
    /// Finds the one that is meant; says which there are when that isn't clear.
    pub async fn find(
        caller: &Caller,
        domain: String,
        environment: Option<&str>,
        database_port: u16,
    ) -> anyhow::Result<Self> {
        let (who, networks) = tokio::join!(
            caller.query(STS, "GetCallerIdentity", &[]),
            listed(
                caller,
                "DescribeVpcs",
                &[("Filter.1.Name", "tag:Project"), ("Filter.1.Value.1", "workloop")],
                "vpcSet"
            )
        );
        let who = who.map_err(|why| anyhow::anyhow!(why.0))?;
        let networks = networks.map_err(|why| anyhow::anyhow!(why.0))?;
        let tag = |network: &Value, name: &str| {
            network.pairs("tagSet", "key", "value").remove(name).unwrap_or_default()
        };
        let meant: Vec<&Value> = networks
            .iter()
            .filter(|network| environment.is_none_or(|wanted| tag(network, "Environment") == wanted))
            .collect();
        let there = networks.iter().map(|network| tag(network, "Environment")).collect::<Vec<_>>().join(", ");
        let region = caller.region.clone();
        let network = match meant.as_slice() {
            [one] => *one,
            [] if networks.is_empty() => bail!(
                "{region} has no network with the tag Project = workloop: is it another region, or another account?"
            ),
            [] => bail!("there is no such --environment; {region} has: {there}"),
            _ => bail!("{region} has several: say which by --environment: {there}"),
        };
        let name = tag(network, "Name");
        if name.is_empty() {
            bail!("the network has no Name tag: apply Terraform again");
        }
        Ok(Self {
            environment: tag(network, "Environment"),
            vpc: network.text("vpcId"),
            account: Some(who.text("GetCallerIdentityResult.Account"))
                .filter(|it| !it.is_empty())
                .context("AWS doesn't say whose account it is")?,
            name,
            region,
            domain,
            database_port,
        })
    }
}

impl Facts {
    /// Reads everything. What can't be read is unknown, and the rest goes on.
    pub async fn read(caller: &Caller, place: Place, now: i64, probes: Probes) -> Self {
        let bucket = |of: &str| {
            Bucket::read(caller, format!("{}-{of}-{}-{}", place.name, place.account, place.region))
        };
        let network = async {
            let network = Network::read(caller, &place.vpc).await;
            let servers = Servers::read(caller, &place.vpc, &network.subnets).await;
            let identity = Identity::read(caller, &servers.running).await;
            (network, servers, identity)
        };
        let front = async {
            let doors = door::read(caller, &place.vpc, &place.name).await;
            let proofs: Vec<String> = match &doors {
                Ok(doors) => doors
                    .first()
                    .into_iter()
                    .flat_map(|door| &door.certificate)
                    .flatten()
                    .flat_map(|it| it.proofs.keys().cloned())
                    .collect(),
                Err(_) => Vec::new(),
            };
            let names = names::read(caller, &place.domain, &proofs).await;
            (doors, names)
        };
        let ((network, servers, identity), (doors, names), files, logs, secrets, watch) = tokio::join!(
            network,
            front,
            bucket("files"),
            bucket("logs"),
            Secrets::read(caller, &place.name),
            Watch::read(caller, &place.name, &place.account),
        );
        let balancer = doors.as_ref().ok().and_then(|doors| doors.first()).map(|door| door.dns.clone());
        let outside = match probes {
            Probes::None => Outside::unseen("not looked at, by --without-probes"),
            Probes::All { database } => {
                Outside::read(&place, balancer.as_deref(), &servers, database.as_deref()).await
            }
        };
        Self { place, network, doors, servers, identity, files, logs, secrets, names, watch, outside, now }
    }

    /// The installation's load balancer.
    pub fn door(&self) -> Known<Option<&Door>> {
        Ok(super::verdict::known(&self.doors)?.first())
    }
}

#[cfg(test)]
impl Facts {
    /// Nothing is known yet.
    pub fn unread() -> Self {
        use super::verdict::Unknown;
        fn no<T>() -> Known<T> {
            Err(Unknown("not read".to_owned()))
        }
        let bucket = |name: &str| Bucket {
            name: name.to_owned(),
            blocks: no(),
            policy: no(),
            encryption: no(),
            is_versioned: no(),
            ownership: no(),
            lifecycle: no(),
            cors: no(),
            log: no(),
        };
        Self {
            place: Place::default(),
            network: Network {
                subnets: no(),
                tables: no(),
                acls: no(),
                groups: no(),
                interfaces: no(),
                nats: no(),
                flow_logs: no(),
                s3_tables: no(),
            },
            doors: no(),
            servers: Servers { running: no(), disks: no(), group: no(), template: no() },
            identity: Identity { roles: no(), users: no() },
            files: bucket("files"),
            logs: bucket("logs"),
            secrets: Secrets { stored: no(), key: no() },
            names: no(),
            watch: Watch { alarms: no(), listeners: no(), logs: no(), budget: no() },
            outside: Outside::unseen("not read"),
            now: 0,
        }
    }
}
