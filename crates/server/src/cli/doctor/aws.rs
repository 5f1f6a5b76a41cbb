//! Holds an installation on AWS against what the architecture promises of it. Reads only.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, bail};
use clap::Args;
use serde_json::json;

mod call;
mod check;
mod facts;
mod paths;
mod policy;
mod read;
mod refusal;
mod services;
mod tree;
mod verdict;

use call::Caller;
use facts::{Facts, Place, Probes};
use verdict::{Known, Verdict};

/// What `doctor --aws` is told.
#[derive(Args)]
pub struct Aws {
    /// Look at an installation on AWS, rather than at this machine's.
    #[arg(long)]
    pub aws: bool,
    /// Where people reach it; else the host of WORKLOOP_PUBLIC_URL.
    #[arg(long, requires = "aws")]
    domain: Option<String>,
    /// AWS region; else the one that Amazon's own tools use.
    #[arg(long, requires = "aws")]
    region: Option<String>,
    /// Which installation, such as staging, where the region has several.
    #[arg(long, requires = "aws")]
    environment: Option<String>,
    /// The port that servers reach the database on.
    #[arg(long, requires = "aws", default_value_t = 27017)]
    database_port: u16,
    /// Don't ask the domain and the database from this machine.
    #[arg(long, requires = "aws")]
    without_probes: bool,
    /// Print JSON.
    #[arg(long, requires = "aws")]
    json: bool,
}

/// Runs all checks; fails when a promise is broken.
pub async fn run(asked: Aws) -> anyhow::Result<()> {
    let domain =
        asked.domain.or_else(public_host).context("say --domain, such as --domain chat.example.com")?;
    let caller = Caller::open(asked.region).await?;
    let place =
        Place::find(&caller, domain.to_ascii_lowercase(), asked.environment.as_deref(), asked.database_port);
    let place = place.await?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs().try_into()?;
    let probes = if asked.without_probes {
        Probes::None
    } else {
        Probes::All { database: std::env::var("WORKLOOP_DATABASE_URL").ok() }
    };
    let facts = Facts::read(&caller, place, now, probes).await;
    let verdicts: Vec<Verdict> = check::all().map(|check| Verdict::of(check, &facts)).collect();
    if asked.json {
        println!("{}", report(&facts, &verdicts, &caller.asked()));
    } else {
        tell(&facts, &verdicts);
    }
    match verdicts.iter().filter(|verdict| verdict.is_broken()).count() {
        0 => Ok(()),
        broken => bail!("{broken} of the promises are broken"),
    }
}

fn public_host() -> Option<String> {
    let url = std::env::var("WORKLOOP_PUBLIC_URL").ok()?;
    Some(url::Url::parse(&url).ok()?.host_str()?.to_owned())
}

fn ways(facts: &Facts) -> (Vec<String>, Vec<String>) {
    let open =
        |ways: Known<Vec<paths::Way>>| ways.into_iter().flatten().filter_map(Result::ok).collect::<Vec<_>>();
    let mut inward = paths::direct(facts).unwrap_or_default();
    if let Ok(Some(door)) = facts.door() {
        inward.extend(open(paths::through_the_door(facts, door)));
    }
    (inward, open(paths::out(facts)))
}

fn tell(facts: &Facts, verdicts: &[Verdict]) {
    let Place { name, vpc, region, account, domain, .. } = &facts.place;
    println!("{name}: {domain}, network {vpc} in {region}, account {account}\n");
    for verdict in verdicts {
        println!("{}", verdict.lines());
    }
    let (inward, outward) = ways(facts);
    for (title, ways) in [("Ways from the internet to a server", inward), ("Ways out", outward)] {
        println!("\n{title}:");
        if ways.is_empty() {
            println!("  none");
        }
        for way in ways {
            println!("  {way}");
        }
    }
    let broken = verdicts.iter().filter(|verdict| verdict.is_broken()).count();
    let unknown = verdicts.iter().filter(|verdict| verdict.is_unknown()).count();
    println!("\n{} hold, {broken} are broken, {unknown} can't be known", verdicts.len() - broken - unknown);
}

fn report(facts: &Facts, verdicts: &[Verdict], permissions: &[String]) -> serde_json::Value {
    let Place { name, vpc, region, account, domain, .. } = &facts.place;
    let (inward, outward) = ways(facts);
    json!({
        "installation": {"name": name, "domain": domain, "network": vpc, "region": region, "account": account},
        "verdicts": verdicts.iter().map(Verdict::json).collect::<Vec<_>>(),
        "ways": {"in": inward, "out": outward},
        "permissions": permissions,
    })
}
