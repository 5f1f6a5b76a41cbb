//! People who plan messages and reminders for a moment later, change their mind, cancel some and
//! send some at once: what is planned is done once, whichever node's duty it is (P16).

use std::time::{Duration, Instant};

use anyhow::Context as _;
use protocol::{Planned, PlannedAction, PlannedState, Timestamp};
use serde::Deserialize;

use crate::{
    actor::Actor,
    history::{Outcome, What},
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
pub struct Planner(pub Actor);

#[derive(Deserialize)]
struct Plans {
    rows: Vec<Planned>,
}

impl Planner {
    /// Until it's over; returns when all that was planned is decided.
    pub async fn run(mut self) {
        let (mut order, mut open) = (0_u64, Vec::<Planned>::new());
        while !self.0.is_over() {
            let at = self.0.chance.below(open.len());
            match self.0.chance.below(10) {
                0..4 => {
                    order += 1;
                    let planned = self.plan(order).await;
                    // The first is a message that nobody touches: each run has one.
                    open.extend(planned.filter(|_| order > 1 && self.0.chance.percent(60)));
                    if open.len() > OPEN {
                        open.remove(0);
                    }
                }
                _ if open.is_empty() => {}
                4..7 => self.change(&open[at]).await,
                7..9 => self.cancel(open.swap_remove(at)).await,
                _ => self.send(open.swap_remove(at)).await,
            }
            self.0.pause(PAUSE).await;
        }
        let began = Instant::now();
        while began.elapsed() < SETTLING && self.is_open().await.unwrap_or(true) {
            tokio::time::sleep(RETRY).await;
        }
    }

    /// Plans something, again and again with one nonce until it's there, or refused.
    async fn plan(&mut self, order: u64) -> Option<Planned> {
        let is_guest = self.0.person.user == self.0.cast.cleo.user;
        let channel = if is_guest || self.0.chance.percent(50) { self.0.cast.deck } else { self.0.cast.quay };
        let is_message = order == 1 || self.0.chance.percent(70);
        let action = if is_message { PlannedAction::Send } else { PlannedAction::Remind };
        let nonce = format!("{}-plan-{order}", self.0.person.name);
        let (text, due) = (nonce.clone(), self.soon());
        let what = What::Plan { channel, nonce, action, text, due };
        let mut was_unknown = false;
        for _ in 0..50 {
            match self.0.attempt(what.clone()).await {
                Outcome::Stored { planned, .. } => return planned.map(|planned| *planned),
                Outcome::Unknown { .. } => was_unknown = true,
                Outcome::Refused { .. } if !was_unknown => return None,
                Outcome::Refused { .. } => {}
            }
            self.0.pause(RETRY).await;
        }
        None
    }

    async fn change(&mut self, planned: &Planned) {
        let version = self.0.chance.below(1_000_000);
        let text = self.0.chance.percent(60).then(|| format!("{} as {version}", planned.id));
        let due = (text.is_none() || self.0.chance.percent(40)).then(|| self.soon());
        self.0.attempt(What::Replan { plan: planned.id, text, due }).await;
    }

    async fn cancel(&mut self, planned: Planned) {
        self.0.attempt(What::Unplan { plan: planned.id }).await;
    }

    async fn send(&mut self, planned: Planned) {
        if planned.action == PlannedAction::Send {
            self.0.attempt(What::SendNow { plan: planned.id }).await;
        }
    }

    fn soon(&mut self) -> Timestamp {
        let seconds = 1 + self.0.chance.below(SOON);
        Timestamp::now().plus_seconds(i64::try_from(seconds).unwrap_or(1))
    }

    /// Whether something is still to be done.
    async fn is_open(&mut self) -> anyhow::Result<bool> {
        let plans = self.0.at_any().call("GET", "/planned", None).await?;
        let plans: Plans = serde_json::from_value(plans).context("a list of plans")?;
        let open = [PlannedState::Waiting, PlannedState::Sending];
        Ok(plans.rows.iter().any(|planned| open.contains(&planned.state)))
    }
}
