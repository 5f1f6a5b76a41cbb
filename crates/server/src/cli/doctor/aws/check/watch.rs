//! Somebody hears of it when something is wrong, and can look at what happened.

use crate::cli::doctor::aws::{
    facts::Facts,
    verdict::{Check, Known, known},
};

pub const CHECKS: &[Check] = &[
    Check {
        name: "watch.alarms",
        promise: "errors, missing servers and slow answers raise an alarm that is told to somebody",
        remedy: "terraform apply makes the alarms again; aws cloudwatch enable-alarm-actions if they were silenced",
        look: alarms,
    },
    Check {
        name: "watch.listeners",
        promise: "somebody has agreed to be told of alarms",
        remedy: "open the link in Amazon's message to `email`, or let Terraform subscribe again",
        look: listeners,
    },
    Check {
        name: "watch.logs",
        promise: "logs are kept, and not for ever",
        remedy: "terraform apply makes the log groups again, with log_days",
        look: logs,
    },
    Check {
        name: "watch.budget",
        promise: "a budget speaks before it is spent",
        remedy: "terraform apply makes the budget again",
        look: budget,
    },
];

/// What must be watched, by CloudWatch's names.
const METRICS: [&str; 4] =
    ["HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count", "HealthyHostCount", "TargetResponseTime"];

fn alarms(facts: &Facts) -> Known<Vec<String>> {
    let alarms = known(&facts.watch.alarms)?;
    let missing = METRICS.iter().filter(|metric| !alarms.iter().any(|alarm| alarm.metric == **metric));
    let mut findings: Vec<String> = missing.map(|metric| format!("none watches {metric}")).collect();
    let silent = alarms.iter().filter(|alarm| !alarm.is_on || alarm.actions.is_empty());
    findings.extend(silent.map(|alarm| format!("{} tells nobody", alarm.name)));
    Ok(findings)
}

fn listeners(facts: &Facts) -> Known<Vec<String>> {
    let listeners = known(&facts.watch.listeners)?;
    if listeners.is_empty() {
        return Ok(vec!["no alarm names a topic".to_owned()]);
    }
    Ok(listeners
        .iter()
        .filter(|(_, count)| **count == 0)
        .map(|(topic, _)| format!("nobody listens to {topic}"))
        .collect())
}

fn logs(facts: &Facts) -> Known<Vec<String>> {
    let logs = known(&facts.watch.logs)?;
    let name = &facts.place.name;
    let wanted = [format!("/{name}/servers"), format!("/{name}/flow"), format!("aws-waf-logs-{name}")];
    let mut findings: Vec<String> =
        wanted.iter().filter(|it| !logs.contains_key(*it)).map(|it| format!("{it} isn't there")).collect();
    findings.extend(
        logs.iter().filter(|(_, days)| days.is_none()).map(|(log, _)| format!("{log} is kept for ever")),
    );
    Ok(findings)
}

fn budget(facts: &Facts) -> Known<Vec<String>> {
    let messages = *known(&facts.watch.budget)?;
    let name = &facts.place.name;
    Ok(if messages > 0 { vec![] } else { vec![format!("there is none called {name}, or it tells nobody")] })
}
