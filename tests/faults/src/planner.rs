//! People who plan messages and reminders for a moment later, change their mind, cancel some and
//! send some at once: what is planned is done once, whichever node's duty it is (P16).

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use protocol::{Planned, PlannedAction, PlannedState, Timestamp};
use serde::Deserialize;
use tokio::sync::watch;
use url::Url;

use crate::{
    attempt::attempt,
    cast::{Cast, Person},
    chance::Chance,
    history::{History, Outcome, What},
};

/// Between two things a planner does, at most.
const PAUSE: Duration = Duration::from_millis(400);
/// Between two tries, or looks at what is left.
const RETRY: Duration = Duration::from_millis(500);
/// How soon things are planned for, seconds, at most.
const SOON: usize = 4;
/// Plans that may still be changed, at most: the others are left alone.
const OPEN: usize = 20;
/// After the end of a run, all must have been done: twice the duty's term, and a moment.
const SETTLING: Duration = Duration::from_secs(40);

/// See the module.
pub struct Planner {
    /// Who.
    pub person: Person,
    /// Everybody, and where.
    pub cast: Arc<Cast>,
    /// The nodes' addresses.
    pub nodes: Arc<Vec<Url>>,
    /// Where everything is noted.
    pub history: History,
    /// The planner's own.
    pub chance: Chance,
    /// True once no more is to be begun.
    pub over: watch::Receiver<bool>,
}

#[derive(Deserialize)]
struct Plans {
    rows: Vec<Planned>,
}

impl Planner {
    /// Until it's over; returns when all that was planned is decided.
    pub async fn run(mut self) {
        let (mut order, mut open) = (0_u64, Vec::<Planned>::new());
        while !*self.over.borrow() {
            let at = self.chance.below(open.len());
            match self.chance.below(10) {
                0..4 => {
                    order += 1;
                    let planned = self.plan(order).await;
                    // The first is a message that nobody touches: each run has one.
                    open.extend(planned.filter(|_| order > 1 && self.chance.percent(60)));
                    if open.len() > OPEN {
                        open.remove(0);
                    }
                }
                _ if open.is_empty() => {}
                4..7 => self.change(&open[at]).await,
                7..9 => self.cancel(open.swap_remove(at)).await,
                _ => self.send(open.swap_remove(at)).await,
            }
            tokio::time::sleep(self.chance.time(PAUSE)).await;
        }
        let began = Instant::now();
        while began.elapsed() < SETTLING && self.is_open().await.unwrap_or(true) {
            tokio::time::sleep(RETRY).await;
        }
    }

    /// Plans something, again and again with one nonce until it's there, or refused.
    async fn plan(&mut self, order: u64) -> Option<Planned> {
        let is_guest = self.person.user == self.cast.cleo.user;
        let channel = if is_guest || self.chance.percent(50) { self.cast.deck } else { self.cast.quay };
        let is_message = order == 1 || self.chance.percent(70);
        let action = if is_message { PlannedAction::Send } else { PlannedAction::Remind };
        let nonce = format!("{}-plan-{order}", self.person.name);
        let (text, due) = (nonce.clone(), self.soon());
        let what = What::Plan { channel, nonce, action, text, due };
        let mut was_unknown = false;
        for _ in 0..50 {
            match self.attempt(what.clone()).await {
                Outcome::Stored { planned, .. } => return planned.map(|planned| *planned),
                Outcome::Unknown { .. } => was_unknown = true,
                Outcome::Refused { .. } if !was_unknown => return None,
                Outcome::Refused { .. } => {}
            }
            tokio::time::sleep(self.chance.time(RETRY)).await;
        }
        None
    }

    async fn change(&mut self, planned: &Planned) {
        let version = self.chance.below(1_000_000);
        let text = self.chance.percent(60).then(|| format!("{} as {version}", planned.id));
        let due = (text.is_none() || self.chance.percent(40)).then(|| self.soon());
        self.attempt(What::Replan { plan: planned.id, text, due }).await;
    }

    async fn cancel(&mut self, planned: Planned) {
        self.attempt(What::Unplan { plan: planned.id }).await;
    }

    async fn send(&mut self, planned: Planned) {
        if planned.action == PlannedAction::Send {
            self.attempt(What::SendNow { plan: planned.id }).await;
        }
    }

    async fn attempt(&mut self, what: What) -> Outcome {
        let node = self.chance.below(self.nodes.len());
        attempt(&self.history, &self.person, &self.nodes, node, what, None).await
    }

    fn soon(&mut self) -> Timestamp {
        let seconds = 1 + self.chance.below(SOON);
        Timestamp::now().plus_seconds(i64::try_from(seconds).unwrap_or(1))
    }

    /// Whether something is still to be done.
    async fn is_open(&mut self) -> anyhow::Result<bool> {
        let node = self.chance.below(self.nodes.len());
        let plans = self.person.at(&self.nodes[node]).call("GET", "/planned", None).await?;
        let plans: Plans = serde_json::from_value(plans).context("a list of plans")?;
        let open = [PlannedState::Waiting, PlannedState::Sending];
        Ok(plans.rows.iter().any(|planned| open.contains(&planned.state)))
    }
}
