"""The key, secrets, alarms, logs, the budget."""

from sabotages.applied import AFTERWARDS, NAME, account, alarms, breaks, budgets, key, kms, logs, secrets, sns


@breaks(secrets_key="is never renewed")
def the_key_stays_for_ever():
    kms.disable_key_rotation(KeyId=key)
    yield
    kms.enable_key_rotation(KeyId=key)


@breaks(secrets_stored="WORKLOOP_SECRET isn't there")
def a_secret_is_deleted():
    secrets.delete_secret(SecretId=f"{NAME}/WORKLOOP_SECRET")
    yield
    secrets.restore_secret(SecretId=f"{NAME}/WORKLOOP_SECRET")


@breaks(watch_alarms="none watches HealthyHostCount")
def nobody_watches_for_missing_servers():
    was = alarms.describe_alarms(AlarmNames=[f"{NAME}-healthy"])["MetricAlarms"][0]
    alarms.delete_alarms(AlarmNames=[was["AlarmName"]])
    yield
    kept = ("AlarmName", "AlarmDescription", "ActionsEnabled", "OKActions", "AlarmActions", "MetricName", "Namespace", "Statistic", "Dimensions", "Period", "EvaluationPeriods", "Threshold", "ComparisonOperator", "TreatMissingData")
    alarms.put_metric_alarm(**{name: was[name] for name in kept if name in was})


@breaks(watch_listeners="nobody listens to")
def nobody_hears_of_alarms():
    topic = next(one["TopicArn"] for one in sns.list_topics()["Topics"] if one["TopicArn"].endswith(f"{NAME}-alarms"))
    was = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    for one in was:
        sns.unsubscribe(SubscriptionArn=one["SubscriptionArn"])
    yield
    for one in was:
        again = sns.subscribe(TopicArn=topic, Protocol=one["Protocol"], Endpoint=one["Endpoint"])["SubscriptionArn"]
        AFTERWARDS.append(lambda: sns.unsubscribe(SubscriptionArn=again))


@breaks(watch_logs="is kept for ever")
def logs_are_kept_for_ever():
    days = logs.describe_log_groups(logGroupNamePrefix=f"/{NAME}/servers")["logGroups"][0]["retentionInDays"]
    logs.delete_retention_policy(logGroupName=f"/{NAME}/servers")
    yield
    logs.put_retention_policy(logGroupName=f"/{NAME}/servers", retentionInDays=days)


@breaks(watch_budget="there is none")
def nobody_counts_the_money():
    was = budgets.describe_budget(AccountId=account, BudgetName=NAME)["Budget"]
    told = budgets.describe_notifications_for_budget(AccountId=account, BudgetName=NAME)["Notifications"]
    budgets.delete_budget(AccountId=account, BudgetName=NAME)
    yield
    kept = {name: was[name] for name in ("BudgetName", "BudgetLimit", "TimeUnit", "BudgetType")}
    whom = [{"SubscriptionType": "EMAIL", "Address": "ops@example.com"}]
    one = [{"Notification": {k: v for k, v in each.items() if k != "NotificationState"}, "Subscribers": whom} for each in told]
    budgets.create_budget(AccountId=account, Budget=kept, NotificationsWithSubscribers=one)
