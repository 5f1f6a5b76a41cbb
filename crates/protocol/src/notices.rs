//! What somebody is told of while they aren't in the app, and in which hours.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// How soon an e-mail tells of what somebody missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MissedMail {
    /// Not at all.
    Never,
    /// When it's unread for some minutes.
    #[default]
    Soon,
    /// When it's unread for an hour.
    Hourly,
    /// On the next morning, by one's own time zone.
    Daily,
}

/// Hours in which one may be notified; they begin on these days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Hours {
    /// Days of the week by ISO 8601, 1 is Monday: ascending, at least one.
    pub days: Vec<u8>,
    /// Minutes after midnight, 0–1439.
    pub from: u16,
    /// …and until when, 1–1440. Below `from` it's on the next day.
    pub to: u16,
}

impl Hours {
    /// Whether this is a schedule at all.
    pub fn is_sound(&self) -> bool {
        let ascend = self.days.windows(2).all(|pair| pair[0] < pair[1]);
        let are_days = !self.days.is_empty() && self.days.iter().all(|day| (1..=7).contains(day));
        ascend && are_days && self.from < DAY && (1..=DAY).contains(&self.to) && self.from != self.to
    }

    /// Whether this minute of this day of the week is within them.
    pub fn hold(&self, day: u8, minute: u16) -> bool {
        let before = if day == 1 { 7 } else { day - 1 };
        let begun = |on| self.days.contains(&on);
        if self.from < self.to {
            begun(day) && (self.from..self.to).contains(&minute)
        } else {
            (begun(day) && minute >= self.from) || (begun(before) && minute < self.to)
        }
    }
}

/// What one is told of while one isn't in the app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Notices {
    /// How soon by e-mail.
    pub missed: MissedMail,
    /// Whether e-mails say who wrote what, or only that something was.
    pub excerpts: bool,
    /// When one may be notified, by one's own time zone (UTC where none is set); null is always.
    /// E-mail comes at any hour.
    #[schema(required)]
    pub hours: Option<Hours>,
}

impl Default for Notices {
    fn default() -> Self {
        Self { missed: MissedMail::default(), excerpts: true, hours: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The web app's tests read the same.
    const CASES: &str = include_str!("notices/hours.json");

    #[derive(Deserialize)]
    struct Case {
        hours: Hours,
        within: Vec<(u8, u16)>,
        outside: Vec<(u8, u16)>,
    }

    #[test]
    fn hours_hold_from_and_until_over_midnight_and_the_week_s_end() {
        for Case { hours, within, outside } in serde_json::from_str::<Vec<Case>>(CASES).unwrap() {
            assert!(hours.is_sound(), "{hours:?}");
            for (day, minute) in within {
                assert!(hours.hold(day, minute), "{hours:?} hold on {day} at {minute}");
            }
            for (day, minute) in outside {
                assert!(!hours.hold(day, minute), "{hours:?} don't hold on {day} at {minute}");
            }
        }
    }

    #[test]
    fn what_is_no_schedule_is_told_apart() {
        let hours = |days: &[u8], from, to| Hours { days: days.to_vec(), from, to };
        for unsound in [
            hours(&[], 0, 60),
            hours(&[0], 0, 60),
            hours(&[8], 0, 60),
            hours(&[2, 1], 0, 60),
            hours(&[1, 1], 0, 60),
            hours(&[1], 60, 60),
            hours(&[1], 1_440, 60),
            hours(&[1], 60, 0),
            hours(&[1], 60, 1_441),
        ] {
            assert!(!unsound.is_sound(), "{unsound:?}");
        }
        assert!(hours(&[1, 2, 3, 4, 5, 6, 7], 0, 1_440).is_sound());
    }
}
