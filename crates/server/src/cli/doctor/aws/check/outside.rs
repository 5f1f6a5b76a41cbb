//! What the world sees, looked at from this machine.

use crate::cli::doctor::aws::{
    facts::Facts,
    read::outside::Said,
    verdict::{Check, Known, known},
};

pub const CHECKS: &[Check] = &[
    Check {
        name: "outside.resolves",
        promise: "the domain resolves to the load balancer's addresses",
        remedy: "enter the hosted zone's name servers where the domain was bought; a change takes up to two days to be seen",
        look: resolves,
    },
    Check {
        name: "outside.redirect",
        promise: "http:// is answered by a redirect to https://",
        remedy: "see door.redirect and outside.resolves",
        look: redirect,
    },
    Check {
        name: "outside.https",
        promise: "https:// is answered with a valid certificate, and browsers are told to stay with it",
        remedy: "see door.certificate, door.healthy and outside.resolves",
        look: https,
    },
    Check {
        name: "outside.refuses",
        promise: "other hosts' names and /metrics are refused",
        remedy: "see door.unknown-host and door.internals",
        look: refuses,
    },
    Check {
        name: "outside.database",
        promise: "the database's name resolves, and only the NAT gateways' addresses reach it",
        remedy: "MongoDB Atlas, Network Access: the NAT gateways' addresses and nothing else",
        look: database,
    },
];

fn resolves(facts: &Facts) -> Known<Vec<String>> {
    let (domain, balancer) = known(&facts.outside.addresses)?;
    // A load balancer has more addresses than one answer holds.
    if domain.intersection(balancer).next().is_some() {
        return Ok(vec![]);
    }
    let found = domain.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    Ok(vec![format!("{} resolves to {found}, none of which is the load balancer's", facts.place.domain)])
}

fn redirect(facts: &Facts) -> Known<Vec<String>> {
    let said = known(&facts.outside.plain)?;
    Ok(match said {
        Err(why) => vec![format!("there was no answer: {why}")],
        Ok(answer) if (301..=308).contains(&answer.status) && answer.location.starts_with("https://") => {
            vec![]
        }
        Ok(answer) => vec![format!("the answer was {} {}", answer.status, answer.location)],
    })
}

fn https(facts: &Facts) -> Known<Vec<String>> {
    let said = known(&facts.outside.secure)?;
    Ok(match said {
        Err(why) => vec![format!("there was no answer: {why}")],
        Ok(answer) if answer.status != 200 => vec![format!("the answer was {}", answer.status)],
        Ok(answer) if !answer.transport_security.contains("max-age=") => {
            vec!["the answer has no Strict-Transport-Security".to_owned()]
        }
        Ok(_) => vec![],
    })
}

fn refuses(facts: &Facts) -> Known<Vec<String>> {
    let asked = [
        ("another host's name", known(&facts.outside.stranger)?, 421),
        ("/metrics", known(&facts.outside.metrics)?, 404),
    ];
    let wrong = |said: &Said, wanted: u16| match said {
        Err(why) => Some(why.clone()),
        Ok(answer) if answer.status != wanted => Some(answer.status.to_string()),
        Ok(_) => None,
    };
    Ok(asked
        .into_iter()
        .filter_map(|(what, said, wanted)| {
            wrong(said, wanted).map(|got| format!("{what} got {got} instead of {wanted}"))
        })
        .collect())
}

fn database(facts: &Facts) -> Known<Vec<String>> {
    let database = known(&facts.outside.database)?;
    if database.members.is_empty() {
        return Ok(vec!["its name resolves to no member".to_owned()]);
    }
    let findings =
        database.members.iter().filter_map(|(member, outcome)| match (outcome, database.is_server) {
            (Err(why), true) => Some(format!("{member} doesn't let this server in: {why}")),
            (Ok(()), false) => Some(format!("{member} lets this machine in, which isn't a server")),
            _ => None,
        });
    Ok(findings.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::aws::read::outside::{Answer, Database};

    fn answer(status: u16, location: &str) -> Known<Said> {
        Ok(Ok(Answer { status, location: location.to_owned(), transport_security: String::new() }))
    }

    #[test]
    fn one_address_of_the_load_balancers_is_enough() {
        let mut facts = Facts::unread();
        let of = |all: &[&str]| all.iter().map(|it| it.parse().unwrap()).collect();
        facts.outside.addresses = Ok((of(&["192.0.2.1"]), of(&["192.0.2.1", "192.0.2.2"])));
        assert_eq!(resolves(&facts), Ok(vec![]));
        facts.outside.addresses = Ok((of(&["192.0.2.7"]), of(&["192.0.2.1"])));
        assert!(resolves(&facts).unwrap()[0].contains("192.0.2.7, none of which"));
    }

    #[test]
    fn plain_http_must_redirect_and_https_must_answer_and_say_to_stay() {
        let mut facts = Facts::unread();
        facts.outside.plain = answer(301, "https://chat.example.com/");
        assert_eq!(redirect(&facts), Ok(vec![]));
        facts.outside.plain = answer(200, "");
        assert_eq!(redirect(&facts).unwrap().len(), 1);
        facts.outside.secure = answer(200, "");
        assert!(https(&facts).unwrap()[0].contains("Strict-Transport-Security"));
        facts.outside.secure = Ok(Err("invalid peer certificate".to_owned()));
        assert!(https(&facts).unwrap()[0].contains("invalid peer certificate"));
        (facts.outside.stranger, facts.outside.metrics) = (answer(421, ""), answer(200, ""));
        assert_eq!(refuses(&facts), Ok(vec!["/metrics got 200 instead of 404".to_owned()]));
    }

    #[test]
    fn the_database_lets_servers_in_and_nobody_else() {
        let mut facts = Facts::unread();
        let mut seen = |outcome: Result<(), String>, is_server: bool| {
            let members = vec![("a:27017".to_owned(), outcome)];
            facts.outside.database = Ok(Database { members, is_server });
            database(&facts).unwrap()
        };
        assert_eq!(seen(Ok(()), true), [""; 0]);
        assert_eq!(seen(Err("closed".to_owned()), false), [""; 0]);
        assert_eq!(seen(Ok(()), false), ["a:27017 lets this machine in, which isn't a server"]);
        assert_eq!(seen(Err("closed".to_owned()), true), ["a:27017 doesn't let this server in: closed"]);
    }
}
