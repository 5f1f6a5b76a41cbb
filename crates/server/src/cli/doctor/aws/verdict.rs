//! What a check can say: the promise holds, it's broken and here is where, or it can't be known.

use serde_json::{Value, json};

use super::facts::Facts;

/// Why something isn't known. Never a pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown(pub String);

/// What was read, or why it couldn't be.
pub type Known<T> = Result<T, Unknown>;

/// Looks at what was read without taking it.
pub fn known<T>(fact: &Known<T>) -> Known<&T> {
    fact.as_ref().map_err(Unknown::clone)
}

/// One promise of the architecture, and how it's looked after.
pub struct Check {
    /// Stable: scripts may name it.
    pub name: &'static str,
    /// What holds when it passes.
    pub promise: &'static str,
    /// What to do when it doesn't.
    pub remedy: &'static str,
    /// What breaks it, one line each.
    pub look: fn(&Facts) -> Known<Vec<String>>,
}

/// A check and what came of it.
pub struct Verdict {
    check: &'static Check,
    outcome: Known<Vec<String>>,
}

impl Verdict {
    /// Looks.
    pub fn of(check: &'static Check, facts: &Facts) -> Self {
        Self { check, outcome: (check.look)(facts) }
    }

    /// Whether the promise is broken.
    pub fn is_broken(&self) -> bool {
        self.outcome.as_ref().is_ok_and(|findings| !findings.is_empty())
    }

    /// Whether nobody can say.
    pub fn is_unknown(&self) -> bool {
        self.outcome.is_err()
    }

    /// For people.
    pub fn lines(&self) -> String {
        let Check { name, promise, remedy, .. } = self.check;
        match &self.outcome {
            Err(Unknown(why)) => format!("?     {name}: {promise}: {why}"),
            Ok(findings) if findings.is_empty() => format!("ok    {name}: {promise}"),
            Ok(findings) => {
                let findings: String = findings.iter().map(|it| format!("\n      - {it}")).collect();
                format!("FAIL  {name}: {promise}{findings}\n      → {remedy}")
            }
        }
    }

    /// For machines.
    pub fn json(&self) -> Value {
        let Check { name, promise, remedy, .. } = self.check;
        match &self.outcome {
            Err(Unknown(why)) => json!({"name": name, "promise": promise, "verdict": "unknown", "why": why}),
            Ok(findings) if findings.is_empty() => {
                json!({"name": name, "promise": promise, "verdict": "holds"})
            }
            Ok(findings) => {
                json!({"name": name, "promise": promise, "verdict": "broken", "findings": findings, "remedy": remedy})
            }
        }
    }
}
