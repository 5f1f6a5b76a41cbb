//! `faults`: people who never stop talking and devices that never stop listening, while
//! something goes wrong; then everything that was answered, seen and stored is held against
//! each other. It knows the public API and nothing inside. See docs/RELIABILITY.md.

mod actor;
mod attempt;
mod backing;
mod cast;
mod chance;
mod checker;
mod cluster;
mod courier;
mod crowd;
mod fresh;
mod front;
mod history;
mod node;
mod pager;
mod planner;
mod reader;
mod relay;
mod replica;
mod report;
mod run;
mod scenario;
mod sender;

use std::{fs, path::PathBuf, process::ExitCode, time::Duration};

use anyhow::Context;
use clap::Parser;

use crate::{cluster::Cluster, front::FrontDoor, report::Figures, run::Plan, scenario::Scenario};

/// Lets things go wrong under load and checks that nothing is lost, doubled or reordered.
#[derive(Parser)]
struct Options {
    /// What is to go wrong, one after the other.
    #[arg(required = true)]
    scenarios: Vec<Scenario>,
    /// How long each goes wrong.
    #[arg(long, default_value_t = 12)]
    seconds: u64,
    /// What chance begins from; made up when it isn't given.
    #[arg(long)]
    seed: Option<u64>,
    /// The program under test.
    #[arg(long, default_value = "target/debug/workloop")]
    program: PathBuf,
    #[command(flatten)]
    front: Option<FrontDoor>,
    /// Writes the table into this page.
    #[arg(long)]
    table: Option<PathBuf>,
    /// Where the log of a failed run goes.
    #[arg(long, default_value = "target/faults")]
    results: PathBuf,
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let options = Options::parse();
    let program = fs::canonicalize(&options.program)
        .with_context(|| format!("{}: build it with scripts/programs", options.program.display()))?;
    let made_up = || std::time::UNIX_EPOCH.elapsed().map_or(1, |time| u64::from(time.subsec_micros()));
    let seed = options.seed.unwrap_or_else(made_up);
    println!("seed {seed}");
    let mut all: Vec<Figures> = Vec::new();
    for scenario in options.scenarios {
        let plan = Plan { scenario, length: Duration::from_secs(options.seconds), seed };
        let mut runs = 0;
        let figures = loop {
            let cluster = scenario.stage(&program, options.front.as_ref()).await?;
            let (figures, is_shown) = one(&plan, cluster, &options.results).await?;
            runs += 1;
            if is_shown || runs == RUNS {
                break figures;
            }
            println!("{}: too little was felt, once more", scenario.name());
        };
        all.push(figures);
    }
    if let Some(page) = &options.table {
        report::write(page, &all)?;
    }
    Ok(if all.iter().all(|it| it.violations == 0) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A run in which too little was felt shows nothing, neither good nor bad: on a machine that
/// has much else to do there may be another.
const RUNS: usize = 2;

/// Violations that are printed; all of them are counted.
const PRINTED: usize = 20;

/// One scenario; leaves all there is to look at when a property didn't hold. Whether it showed
/// anything.
async fn one(
    plan: &Plan,
    mut cluster: Cluster,
    results: &std::path::Path,
) -> anyhow::Result<(Figures, bool)> {
    let result = match run::run(plan, &mut cluster).await {
        Ok(result) => result,
        Err(error) => {
            for node in &cluster.nodes {
                eprintln!("{}", node.log());
            }
            return Err(error.context(format!("{} with seed {}", plan.scenario.name(), plan.seed)));
        }
    };
    println!("{}", result.figures.line());
    if !result.violations.is_empty() {
        for violation in result.violations.iter().take(PRINTED) {
            eprintln!("{}: {}", violation.property, violation.what);
        }
        eprintln!("{:?}", report::summary(&result.violations));
        fs::create_dir_all(results)?;
        let path = results.join(format!("{}-{}.json", plan.scenario.name(), plan.seed));
        fs::write(&path, serde_json::to_vec(&result.evidence.entries)?)?;
        eprintln!("the log: {}; the nodes: {}", path.display(), cluster.keep().display());
    }
    let is_shown =
        result.violations.is_empty() || result.violations.iter().any(|it| it.property != report::UNFELT);
    Ok((result.figures, is_shown))
}
