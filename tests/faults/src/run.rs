//! One run: the cast on its nodes, something that goes wrong, and the judgement.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context;
use protocol::Timestamp;
use tokio::{sync::watch, task::JoinSet};
use url::Url;

use crate::{
    actor::Actor,
    cast::{Cast, Person},
    chance::Chance,
    checker::{End, Evidence, Violation},
    cluster::Cluster,
    courier::Courier,
    fresh,
    history::History,
    pager::Pager,
    planner::Planner,
    reader::{Reader, Shared},
    report::{self, Figures},
    scenario::{Felt, Scenario},
    sender::{Porter, Sender},
};

/// Devices of each who talks.
const DEVICES: usize = 2;
/// Before the fault and after it.
const CALM: Duration = Duration::from_secs(2);
/// How long to wait for those who have to catch up before saying that they never do.
const PATIENCE: Duration = Duration::from_secs(40);

/// How many times the planned length at most.
const ROUNDS: usize = 10;

/// What is to be run.
pub struct Plan {
    /// What goes wrong.
    pub scenario: Scenario,
    /// For how long it goes wrong.
    pub length: Duration,
    /// What chance begins from.
    pub seed: u64,
}

/// What came of it.
pub struct Result {
    /// What was counted.
    pub figures: Figures,
    /// What didn't hold.
    pub violations: Vec<Violation>,
    /// All there is to look at.
    pub evidence: Evidence,
}

/// What goes wrong, for as long as was planned, and longer where a slow machine has done too
/// little meanwhile for that to show anything; how it was felt.
async fn nemesis(plan: &Plan, cluster: &mut Cluster, cast: &Cast, history: &History) -> anyhow::Result<Felt> {
    let (mut felt, mut chance) = (Felt::default(), Chance::new(plan.seed, "nemesis"));
    for _ in 0..ROUNDS {
        felt = felt.and(plan.scenario.happen(cluster, cast, plan.length, &mut chance).await?);
        if history.acknowledged() >= report::LEAST {
            break;
        }
    }
    Ok(felt)
}

/// Runs it on a cluster that has just been started.
pub async fn run(plan: &Plan, cluster: &mut Cluster) -> anyhow::Result<Result> {
    let nodes = Arc::new(cluster.urls());
    let owner = cluster.owner().await.context("nobody owns the place")?;
    let cast = Arc::new(Cast::enter(owner).await.context("the cast doesn't come in")?);
    let history = History::new();
    let begun = plan.scenario.tells_time().then(Timestamp::now);

    let (end, ended) = watch::channel(false);
    let mut listening = JoinSet::new();
    let mut devices = Vec::new();
    for person in cast.people() {
        for device in 0..if person.user == cast.cleo.user { 1 } else { DEVICES } {
            let name = format!("{}'s device {device}", person.name);
            let shared = Shared::default();
            let reader = Reader {
                chance: Chance::new(plan.seed, &name),
                name: name.clone(),
                person: person.clone(),
                nodes: nodes.clone(),
                manners: plan.scenario.manners(),
                shared: shared.clone(),
                ended: ended.clone(),
            };
            listening.spawn(reader.run());
            if device > 0 {
                let pager = Pager {
                    person: person.clone(),
                    rooms: [cast.quay, cast.deck],
                    nodes: nodes.clone(),
                    shared: shared.clone(),
                    chance: Chance::new(plan.seed, &format!("{name}'s pages")),
                    ended: ended.clone(),
                };
                listening.spawn(pager.run());
            }
            devices.push((name, person.clone(), shared));
        }
    }
    let (finish, over) = watch::channel(false);
    let mut talking = start(plan, &cast, &nodes, &history, &over);
    tokio::time::sleep(CALM).await;
    let felt = nemesis(plan, cluster, &cast, &history).await;
    let felt = felt.with_context(|| format!("{} couldn't be made to happen", plan.scenario.name()))?;
    tokio::time::sleep(CALM).await;
    finish.send_replace(true);
    while let Some(talked) = talking.join_next().await {
        talked?;
    }

    let converged = converge(&devices, &nodes[0]).await?;
    let mut looks = Vec::new();
    for node in nodes.iter() {
        looks.push(patiently(|| fresh::look(&cast, node)).await.context("a fresh look")?);
    }
    end.send_replace(true);
    while let Some(listened) = listening.join_next().await {
        listened?;
    }
    let mut figures = Figures::new(plan, cluster.size(), felt);
    let mut readers = Vec::new();
    for ((name, person, shared), converged) in devices.into_iter().zip(converged) {
        let (replica, fared) = shared.lock().clone();
        figures.reader(&replica, &fared);
        figures.deliveries(&history, &replica);
        readers.push(End { name, user: person.user, replica, converged });
    }
    let entries = history.entries()?;
    figures.history(&entries);
    figures.converged(readers.iter().filter_map(|reader| reader.converged).max());
    let (bound, outsider) = (plan.scenario.bound(), cast.cleo.user);
    let evidence = Evidence { entries, readers, nodes: looks, bound, outsider, begun };
    figures.evidence(&evidence);
    let mut violations = evidence.judge();
    violations.extend(figures.unfelt(plan.scenario).map(|what| Violation::new(report::UNFELT, what)));
    violations.extend(figures.felt_too_much(plan.scenario).map(|what| Violation::new("felt", what)));
    for node in &mut cluster.nodes {
        if !node.is_alive() {
            violations.push(Violation::new("dead", format!("a node died: {}", node.log())));
        }
    }
    figures.violations = violations.len();
    Ok(Result { figures, violations, evidence })
}

fn start(
    plan: &Plan,
    cast: &Arc<Cast>,
    nodes: &Arc<Vec<Url>>,
    history: &History,
    over: &watch::Receiver<bool>,
) -> JoinSet<()> {
    let mut talking = JoinSet::new();
    let actor = |person: &Person, name: &str| Actor {
        person: person.clone(),
        cast: cast.clone(),
        nodes: nodes.clone(),
        history: history.clone(),
        chance: Chance::new(plan.seed, name),
        over: over.clone(),
    };
    let wall = Arc::default();
    for person in &cast.talkers {
        let sender = Sender { actor: actor(person, &person.name), wall: Arc::clone(&wall) };
        talking.spawn(sender.run());
    }
    talking.spawn(Porter(actor(&cast.ada, "porter")).run());
    talking.spawn(Courier(actor(&cast.ada, "courier")).run());
    for person in cast.talkers.last().into_iter().chain([&cast.cleo]) {
        talking.spawn(Planner(actor(person, &format!("{}'s plans", person.name))).run());
    }
    talking
}

/// Looks until there is something to see: a node that has just been harmed may still ask for
/// patience.
async fn patiently<T>(look: impl AsyncFn() -> anyhow::Result<T>) -> anyhow::Result<T> {
    let began = Instant::now();
    loop {
        match look().await {
            Err(error) if began.elapsed() < PATIENCE => eprintln!("looked at again: {error:#}"),
            done => return done,
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// Waits until each device has come as far as the feeds it follows; how long that took.
async fn converge(devices: &[(String, Person, Shared)], node: &Url) -> anyhow::Result<Vec<Option<Duration>>> {
    let began = Instant::now();
    let mut goals = Vec::new();
    for (_, person, _) in devices {
        let own = patiently(|| fresh::own(person, node)).await;
        goals.push(own.context("a snapshot after the last write")?.cursors);
    }
    let mut converged = vec![None; devices.len()];
    while began.elapsed() < PATIENCE && converged.contains(&None) {
        for (((_, _, shared), goals), converged) in devices.iter().zip(&goals).zip(&mut converged) {
            let cursors = &shared.lock().0.cursors;
            let is_there = goals.iter().all(|(feed, head)| cursors.get(feed).is_some_and(|at| at >= head));
            if converged.is_none() && is_there && cursors.len() == goals.len() {
                *converged = Some(began.elapsed());
            }
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(converged)
}
