//! Every promise of the architecture, in the order of a walk from outside to within.

use super::verdict::Check;

mod bucket;
mod door;
mod groups;
mod identity;
mod names;
mod network;
mod outside;
mod paths;
mod secrets;
mod servers;
mod watch;

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Check> {
    [
        names::CHECKS,
        door::CHECKS,
        door::listeners::CHECKS,
        door::targets::CHECKS,
        network::CHECKS,
        groups::CHECKS,
        paths::CHECKS,
        servers::CHECKS,
        identity::CHECKS,
        bucket::CHECKS,
        secrets::CHECKS,
        watch::CHECKS,
        outside::CHECKS,
    ]
    .into_iter()
    .flatten()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::cli::doctor::aws::facts::Facts;

    #[test]
    fn what_was_not_read_passes_no_check() {
        let facts = Facts::unread();
        for check in all() {
            assert!((check.look)(&facts).is_err(), "{} passes or fails without having looked", check.name);
        }
    }

    #[test]
    fn every_check_has_a_name_of_its_own_a_promise_and_a_remedy() {
        let names: Vec<&str> = all().map(|check| check.name).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        for check in all() {
            assert!(
                check.name.contains('.') && !check.promise.is_empty() && !check.remedy.is_empty(),
                "{}",
                check.name
            );
            assert!(!check.promise.ends_with('.') && !check.remedy.ends_with('.'), "{}", check.name);
        }
    }
}
