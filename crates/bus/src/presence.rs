//! Who is present over all their connections. An entry that isn't renewed expires, so a
//! connection that vanished can't keep somebody present.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use protocol::{UserId, frame::Presence};

/// How long an entry holds without being renewed.
pub const EXPIRY: Duration = Duration::from_secs(60);

type Connections = HashMap<u64, (Presence, Instant)>;

/// The presence table of one process.
#[derive(Default)]
pub struct Table(Mutex<HashMap<UserId, Connections>>);

impl Table {
    /// Records or removes a connection's presence; answers the person's before and after.
    pub fn set(
        &self,
        user: UserId,
        connection: u64,
        state: Option<Presence>,
        now: Instant,
    ) -> (Presence, Presence) {
        let mut people = self.0.lock();
        let connections = people.entry(user).or_default();
        let before = over_all(connections, now);
        connections.retain(|_, (_, until)| *until > now);
        match state {
            Some(state) => connections.insert(connection, (state, now + EXPIRY)),
            None => connections.remove(&connection),
        };
        let after = over_all(connections, now);
        if connections.is_empty() {
            people.remove(&user);
        }
        (before, after)
    }

    /// Everyone's connections that haven't expired.
    pub fn all(&self, now: Instant) -> Vec<(UserId, u64, Presence)> {
        let people = self.0.lock();
        let each = people.iter().flat_map(|(user, connections)| {
            let live = connections.iter().filter(|(_, (_, until))| *until > now);
            live.map(|(connection, (state, _))| (*user, *connection, *state))
        });
        each.collect()
    }

    /// The present ones among these people.
    pub fn of(&self, users: &[UserId], now: Instant) -> Vec<(UserId, Presence)> {
        let people = self.0.lock();
        users
            .iter()
            .filter_map(|user| {
                let state = over_all(people.get(user)?, now);
                (state != Presence::Offline).then_some((*user, state))
            })
            .collect()
    }
}

fn over_all(connections: &Connections, now: Instant) -> Presence {
    let mut state = Presence::Offline;
    for (each, until) in connections.values() {
        match each {
            _ if *until <= now => {}
            Presence::Active => return Presence::Active,
            Presence::Away => state = Presence::Away,
            Presence::Offline => {}
        }
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_present_device_speaks_for_the_person() {
        let (table, ada, now) = (Table::default(), UserId::new(), Instant::now());
        assert_eq!(table.set(ada, 1, Some(Presence::Away), now), (Presence::Offline, Presence::Away));
        assert_eq!(table.set(ada, 2, Some(Presence::Active), now), (Presence::Away, Presence::Active));
        assert_eq!(table.set(ada, 2, None, now), (Presence::Active, Presence::Away));
    }

    #[test]
    fn silence_is_absence() {
        let (table, ada, now) = (Table::default(), UserId::new(), Instant::now());
        table.set(ada, 1, Some(Presence::Active), now);
        assert!(table.of(&[ada], now + EXPIRY).is_empty());
    }
}
