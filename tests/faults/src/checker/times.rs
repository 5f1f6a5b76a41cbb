//! Whatever the clocks of nodes say, what was sent is dated when it was sent: P12.

use std::collections::BTreeMap;

use super::{Evidence, Violation};
use crate::history::{Entry, Outcome, What};

/// How far nodes' times may be apart, in milliseconds: what asking for the time takes, and a
/// machine that is busy.
const APART: i64 = 1_000;

/// See the module.
pub fn judge(evidence: &Evidence) -> Vec<Violation> {
    let Some(begun) = evidence.begun else { return vec![] };
    let mut found = Vec::new();
    let mut first = BTreeMap::new();
    for Entry { at, took, who, what, outcome, .. } in &evidence.entries {
        let What::Send { nonce, .. } = what else { continue };
        let from = *first.entry((*who, nonce)).or_insert(*at);
        let Outcome::Stored { message: Some(message), .. } = outcome else { continue };
        let dated = (message.ts.0 - begun.0) / 1_000;
        let (from, to) = (signed(from) - APART, signed(at + took) + APART);
        if !(from..=to).contains(&dated) {
            let why =
                format!("{nonce} is dated {dated} ms after the beginning, and was sent in {from}..{to}");
            found.push(Violation::new("P12", why));
        }
    }
    found
}

fn signed(milliseconds: u64) -> i64 {
    i64::try_from(milliseconds).unwrap_or(i64::MAX / 2)
}
