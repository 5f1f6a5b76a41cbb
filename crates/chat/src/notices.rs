//! When somebody may be notified, by what they say of themselves and by their hours.

use jiff::{Zoned, civil::time, tz::TimeZone};
use protocol::{Account, Timestamp};

/// What is missed overnight is told at this hour.
const MORNING: i8 = 8;

/// Whether nothing keeps them from being notified at this time.
pub fn may_notify(account: &Account, now: Timestamp) -> bool {
    let is_quiet = account.status.as_ref().is_some_and(|it| it.is_quiet(now));
    let within = account.notices.hours.as_ref().is_none_or(|hours| {
        let here = local(now, &account.time_zone);
        let day = here.weekday().to_monday_one_offset().unsigned_abs();
        hours.hold(day, u16::from(here.hour().unsigned_abs()) * 60 + u16::from(here.minute().unsigned_abs()))
    });
    !is_quiet && within
}

/// That time where somebody is: in UTC when they don't say.
pub fn local(at: Timestamp, zone: &str) -> Zoned {
    let zone = if zone.is_empty() { TimeZone::UTC } else { TimeZone::get(zone).unwrap_or(TimeZone::UTC) };
    jiff::Timestamp::from_microsecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_zoned(zone)
}

/// The next morning where somebody is.
pub fn morning_after(at: Timestamp, zone: &str) -> Timestamp {
    let here = local(at, zone);
    let date = if here.hour() < MORNING { Ok(here.date()) } else { here.date().tomorrow() };
    let morning =
        date.and_then(|date| date.to_datetime(time(MORNING, 0, 0, 0)).to_zoned(here.time_zone().clone()));
    // At the end of time there is none.
    morning.map_or(at, |it| Timestamp(it.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_microsecond())
    }

    #[test]
    fn mornings_come_where_one_is() {
        for (now, zone, morning) in [
            ("2026-11-28T06:59:00Z", "Europe/Berlin", "2026-11-28T07:00:00Z"),
            ("2026-11-28T07:00:00Z", "Europe/Berlin", "2026-11-29T07:00:00Z"),
            ("2026-11-28T07:59:00Z", "", "2026-11-28T08:00:00Z"),
            ("2026-11-28T07:59:00Z", "Nowhere/Atall", "2026-11-28T08:00:00Z"),
            ("2026-11-28T12:00:00Z", "America/Los_Angeles", "2026-11-28T16:00:00Z"),
            // The night in which the clocks go back has an hour more.
            ("2026-10-24T20:00:00Z", "Europe/Berlin", "2026-10-25T07:00:00Z"),
        ] {
            assert_eq!(morning_after(at(now), zone), at(morning), "{now} in {zone:?}");
        }
    }

    #[test]
    fn the_hour_is_told_where_one_is() {
        assert_eq!(
            local(at("2026-11-28T22:30:00Z"), "Asia/Kolkata").to_string(),
            "2026-11-29T04:00:00+05:30[Asia/Kolkata]"
        );
    }
}
