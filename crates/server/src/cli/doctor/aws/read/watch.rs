//! Alarms, whom they tell, how long logs are kept, the budget.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use crate::cli::doctor::aws::{
    call::Caller,
    services::{BUDGETS, CLOUDWATCH, LOGS, SNS},
    tree::Tree as _,
    verdict::Known,
};

/// What speaks up.
#[derive(Debug, Clone)]
pub struct Watch {
    pub alarms: Known<Vec<Alarm>>,
    /// Topic to how many were told and said yes.
    pub listeners: Known<BTreeMap<String, usize>>,
    /// Log group to the days it's kept; none for ever.
    pub logs: Known<BTreeMap<String, Option<i64>>>,
    /// How many messages the budget sends.
    pub budget: Known<usize>,
}

/// An alarm.
#[derive(Debug, Clone, Default)]
pub struct Alarm {
    pub name: String,
    pub metric: String,
    pub is_on: bool,
    pub actions: Vec<String>,
}

impl Watch {
    /// Reads what is named after the installation.
    pub async fn read(caller: &Caller, name: &str, account: &str) -> Self {
        let (alarms, logs, budget) =
            tokio::join!(alarms(caller, name), logs(caller, name), budget(caller, name, account));
        let listeners = match &alarms {
            Ok(alarms) => listeners(caller, alarms).await,
            Err(why) => Err(why.clone()),
        };
        Self { alarms, listeners, logs, budget }
    }
}

async fn alarms(caller: &Caller, name: &str) -> Known<Vec<Alarm>> {
    let prefix = format!("{name}-");
    let asked = [("AlarmNamePrefix", prefix.as_str())];
    let list = "DescribeAlarmsResult.MetricAlarms";
    let all = caller.pages(
        CLOUDWATCH,
        "DescribeAlarms",
        &asked,
        list,
        ("DescribeAlarmsResult.NextToken", "NextToken"),
    );
    let all = all.await?;
    let alarms = all.iter().map(|said| Alarm {
        name: said.text("AlarmName"),
        metric: said.text("MetricName"),
        is_on: said.flag("ActionsEnabled"),
        actions: said.texts("AlarmActions"),
    });
    Ok(alarms.collect())
}

async fn listeners(caller: &Caller, alarms: &[Alarm]) -> Known<BTreeMap<String, usize>> {
    let topics: BTreeSet<&String> =
        alarms.iter().flat_map(|alarm| &alarm.actions).filter(|arn| arn.contains(":sns:")).collect();
    let mut listeners = BTreeMap::new();
    for topic in topics {
        let asked = [("TopicArn", topic.as_str())];
        let list = "ListSubscriptionsByTopicResult.Subscriptions";
        let next = ("ListSubscriptionsByTopicResult.NextToken", "NextToken");
        let all = caller.pages(SNS, "ListSubscriptionsByTopic", &asked, list, next).await?;
        // Who hasn't opened the link has no name yet.
        let agreed = all.iter().filter(|it| it.text("SubscriptionArn").starts_with("arn:")).count();
        listeners.insert(topic.clone(), agreed);
    }
    Ok(listeners)
}

async fn logs(caller: &Caller, name: &str) -> Known<BTreeMap<String, Option<i64>>> {
    let mut logs = BTreeMap::new();
    for prefix in [format!("/{name}/"), format!("aws-waf-logs-{name}")] {
        let answer = caller.json(LOGS, "DescribeLogGroups", json!({"logGroupNamePrefix": prefix})).await?;
        let groups = answer.list("logGroups").into_iter();
        logs.extend(groups.map(|it| (it.text("logGroupName"), it.number("retentionInDays"))));
    }
    Ok(logs)
}

async fn budget(caller: &Caller, name: &str, account: &str) -> Known<usize> {
    let asked = json!({"AccountId": account, "BudgetName": name});
    let permission = "budgets:ViewBudget";
    match caller.json_as(BUDGETS, permission, "DescribeBudget", asked.clone()).await {
        Err(refused) if refused.is_absence() => Ok(0),
        Err(refused) => Err(refused.into()),
        Ok(_) => {
            let said = caller.json_as(BUDGETS, permission, "DescribeNotificationsForBudget", asked).await?;
            Ok(said.list("Notifications").len())
        }
    }
}
