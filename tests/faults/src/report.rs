//! What a run counted, and the table of docs/RELIABILITY.md.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::Path,
    time::Duration,
};

use anyhow::Context;

use crate::{
    checker::Evidence,
    crowd,
    history::{Entry, History, Outcome, What},
    reader::Fared,
    replica::Replica,
    run::Plan,
    scenario::{Felt, Scenario},
};

/// Where the table stands in the page.
const MARKS: [&str; 2] = ["<!-- table: written by faults --table -->\n", "<!-- end of the table -->\n"];

/// Whoever learns of a message so long after its sender was answered wasn't told of it by a
/// hint, but by a comparison of heads, or was away.
const LATE: Duration = Duration::from_millis(400);

/// Messages that must have been answered for, or a run shows nothing.
pub const LEAST: usize = 100;

/// What a run that shows nothing violates.
pub const UNFELT: &str = "unfelt";

/// An upload that takes so long has met something.
const LONG: Duration = Duration::from_millis(1_500);

/// The figures of one run.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    scenario: String,
    what: String,
    nodes: usize,
    seed: u64,
    seconds: u64,
    /// How often the nemesis struck.
    struck: u64,
    /// Bytes that a node's memory grew by, where that is what counts.
    grown: Option<u64>,
    /// Messages answered 2xx.
    acknowledged: usize,
    /// Sends answered with the message of an earlier attempt.
    repeated: usize,
    /// Attempts that nobody knew the outcome of, and sends among them that were settled.
    unknown: usize,
    settled: usize,
    refused: usize,
    /// Attempts, and those among them that nobody hung up on and that weren't answered, or
    /// answered 5xx.
    attempts: usize,
    failed: usize,
    /// Files that arrived, and tries that came to nothing or took long.
    files: usize,
    troubled: usize,
    /// Plans that became messages, and pages that devices took beside their feeds.
    planned: usize,
    pages: u64,
    gaps: u64,
    resets: u64,
    reconnects: u64,
    longest: Duration,
    slowest: Duration,
    late: usize,
    converged: Option<Duration>,
    /// What didn't hold.
    pub violations: usize,
}

impl Figures {
    /// Nothing counted yet but how often the nemesis struck.
    pub fn new(plan: &Plan, nodes: usize, felt: Felt) -> Self {
        Self {
            scenario: plan.scenario.name().to_owned(),
            what: plan.scenario.what().to_owned(),
            nodes,
            seed: plan.seed,
            seconds: plan.length.as_secs(),
            struck: felt.struck,
            grown: felt.grown,
            ..Self::default()
        }
    }

    /// One device more.
    pub fn reader(&mut self, replica: &Replica, fared: &Fared) {
        self.gaps += replica.gaps + replica.caught_up;
        self.resets += replica.resets;
        self.reconnects += fared.reconnects;
        self.longest = self.longest.max(fared.longest);
    }

    /// The senders.
    pub fn history(&mut self, entries: &[Entry]) {
        let (mut stored, mut open) = (BTreeSet::new(), BTreeSet::new());
        for entry in entries {
            if let What::Upload { .. } = entry.what {
                let arrived = matches!(entry.outcome, Outcome::Stored { .. });
                self.files += usize::from(arrived);
                self.troubled += usize::from(!arrived || Duration::from_millis(entry.took) > LONG);
                continue;
            }
            self.attempts += 1;
            self.failed += usize::from(entry.outcome.is_failure());
            match &entry.outcome {
                Outcome::Unknown { .. } => self.unknown += 1,
                // The one who is out is refused as it should be.
                Outcome::Refused { .. } if !matches!(entry.what, What::Peep { .. }) => self.refused += 1,
                _ => {}
            }
            let What::Send { nonce, .. } = &entry.what else { continue };
            match &entry.outcome {
                Outcome::Stored { status, .. } => {
                    stored.insert(nonce);
                    self.repeated += usize::from(*status == 200);
                }
                Outcome::Unknown { .. } => drop(open.insert(nonce)),
                Outcome::Refused { .. } => {}
            }
        }
        self.acknowledged = stored.len();
        self.settled = open.intersection(&stored).count();
    }

    /// How late messages reached a device, after their sender had been answered.
    pub fn deliveries(&mut self, history: &History, replica: &Replica) {
        for (message, answered) in history.answered() {
            let late = replica.met.get(&message).map(|met| met.saturating_duration_since(answered));
            self.slowest = self.slowest.max(late.unwrap_or_default());
            self.late += usize::from(late.is_some_and(|late| late > LATE));
        }
    }

    /// What the store and the devices ended with.
    pub fn evidence(&mut self, evidence: &Evidence) {
        (self.planned, self.pages) = evidence.planned_and_paged();
    }

    /// The last device to catch up.
    pub fn converged(&mut self, took: Option<Duration>) {
        self.converged = took;
    }

    /// What should have been felt and wasn't: a run that shows nothing.
    pub fn unfelt(&self, scenario: Scenario) -> impl Iterator<Item = String> {
        let needed = [
            ("messages acknowledged", self.acknowledged as u64, LEAST as u64),
            ("strokes of the nemesis", self.struck, 1),
            ("repeated nonces answered with the first message", self.repeated as u64, 1),
            ("unknown outcomes settled", self.settled as u64, 1),
            ("plans that became messages", self.planned as u64, 1),
            ("pages taken", self.pages, 10),
            ("gaps repaired", self.gaps, u64::from(scenario.cuts_clients())),
            ("reconnects", self.reconnects, u64::from(scenario.cuts_clients())),
            ("files that arrived", self.files as u64, 2),
            ("uploads in vain or late", self.troubled as u64, u64::from(scenario.cuts_files())),
            ("deliveries that no hint brought", self.late as u64, u64::from(scenario.cuts_hints())),
        ];
        let missing = needed.into_iter().filter(|(_, counted, wanted)| counted < wanted);
        missing
            .map(|(what, counted, wanted)| format!("{what}: {counted}, wanted {wanted}"))
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// What people felt of something that they shouldn't feel.
    pub fn felt_too_much(&self, scenario: Scenario) -> impl Iterator<Item = String> {
        let bound = scenario.longest_gap();
        let gap = bound.filter(|bound| self.longest > *bound).map(|bound| {
            format!("a device was {:?} without a connection, {bound:?} are promised", self.longest)
        });
        // One in a thousand.
        let failed = bound.filter(|_| self.failed * 1_000 > self.attempts);
        let failed = failed.map(|_| format!("{} of {} attempts failed", self.failed, self.attempts));
        let grown = self.grown.filter(|grown| *grown > crowd::BOUND);
        let grown = grown.map(|grown| format!("a node's memory grew by {}", mebibytes(grown)));
        gap.into_iter().chain(failed).chain(grown)
    }

    /// A line for the terminal.
    pub fn line(&self) -> String {
        format!(
            "{}: {} struck, {} acknowledged, {} repeated nonces, {} unknown ({} sends settled), {} refused, {} failed, \
             {} files ({} tries in vain or late), {} planned, {} pages, {} gaps repaired, {} resets, {} reconnects, longest {:.1} s apart, \
             {} deliveries late (slowest {:.2} s), converged in {}{}, {} violations",
            self.scenario,
            self.struck,
            self.acknowledged,
            self.repeated,
            self.unknown,
            self.settled,
            self.refused,
            self.failed,
            self.files,
            self.troubled,
            self.planned,
            self.pages,
            self.gaps,
            self.resets,
            self.reconnects,
            self.longest.as_secs_f64(),
            self.late,
            self.slowest.as_secs_f64(),
            self.took(),
            self.grown.map(|it| format!(", grown by {}", mebibytes(it))).unwrap_or_default(),
            self.violations,
        )
    }

    fn what(&self) -> String {
        let grown = self.grown.map(|it| format!(", whose memory grew by {}", mebibytes(it)));
        self.what.clone() + &grown.unwrap_or_default()
    }

    fn took(&self) -> String {
        self.converged.map_or("never".to_owned(), |took| format!("{:.2} s", took.as_secs_f64()))
    }
}

fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}

/// All runs as a table in Markdown.
pub fn table(all: &[Figures]) -> String {
    let mut table = String::from(
        "| scenario | nodes | what was done | messages acknowledged | repeated nonces answered | unknown outcomes | \
         files | tries in vain or late | planned messages | pages taken | gaps repaired | reconnects | longest gap | slowest delivery | converged in | violations | again |\n\
         |---|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|\n",
    );
    for it in all {
        let _ = writeln!(
            table,
            "| {} | {} | {}; {} times in {} s | {} | {} | {} | {} | {} | {} | {} | {} | {} | {:.1} s | {:.2} s | {} | {} | `tests/faults/run {} --seed {} --seconds {}` |",
            it.scenario,
            it.nodes,
            it.what(),
            it.struck,
            it.seconds,
            it.acknowledged,
            it.repeated,
            it.unknown,
            it.files,
            it.troubled,
            it.planned,
            it.pages,
            it.gaps,
            it.reconnects,
            it.longest.as_secs_f64(),
            it.slowest.as_secs_f64(),
            it.took(),
            it.violations,
            it.scenario,
            it.seed,
            it.seconds,
        );
    }
    table
}

/// Puts the table into the page, between its marks.
pub fn write(page: &Path, all: &[Figures]) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(page)?;
    let (before, rest) = text.split_once(MARKS[0]).context("the page has no place for the table")?;
    let (_, after) = rest.split_once(MARKS[1]).context("the page's table has no end")?;
    std::fs::write(page, format!("{before}{}{}{}{after}", MARKS[0], table(all), MARKS[1]))?;
    Ok(())
}

/// How many of each property, for the end of a failed run.
pub fn summary(violations: &[crate::checker::Violation]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for violation in violations {
        *counts.entry(violation.property).or_default() += 1;
    }
    counts
}
