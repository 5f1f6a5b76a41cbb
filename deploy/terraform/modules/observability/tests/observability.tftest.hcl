# What is watched, from the plan.

mock_provider "aws" {
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-central-1:123456789012:alarms" }
  }
}

variables {
  name                 = "workloop-test"
  email                = "ops@example.com"
  monthly_budget_usd   = 100
  key_arn              = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000"
  group                = "workloop-test"
  servers              = 2
  load_balancer_suffix = "app/test/1"
  target_group_suffix  = "targetgroup/test/1"
  region               = "eu-central-1"
  certificate_arn      = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
  nat_gateways         = { eu-central-1a = "nat-1", eu-central-1b = "nat-2" }
  valkey_nodes         = ["workloop-test-001", "workloop-test-002"]
  root_metric          = "workloop-test-root"
}

run "every_alarm_wakes_somebody" {
  assert {
    condition     = alltrue([for a in aws_cloudwatch_metric_alarm.this : contains(a.alarm_actions, aws_sns_topic.alarms.arn) && a.alarm_description != ""])
    error_message = "An alarm that nobody hears, or that doesn't say why."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["healthy"].threshold == 2 && aws_cloudwatch_metric_alarm.this["healthy"].comparison_operator == "LessThanThreshold" && aws_cloudwatch_metric_alarm.this["healthy"].treat_missing_data == "breaching"
    error_message = "One server of two is an alarm, and so is silence."
  }
  assert {
    condition     = toset([for n in aws_budgets_budget.this.notification : n.notification_type]) == toset(["ACTUAL", "FORECASTED"])
    error_message = "The budget speaks before it is spent."
  }
}

run "everything_that_can_run_out_is_watched" {
  assert {
    condition     = length(setsubtract(["errors", "unanswered", "healthy", "slow", "connections", "certificate", "busy", "memory", "disk", "root", "nat-eu-central-1a", "nat-eu-central-1b", "valkey-workloop-test-002"], keys(aws_cloudwatch_metric_alarm.this))) == 0
    error_message = "Something that can run out isn't watched."
  }
  assert {
    condition     = alltrue([for a in aws_cloudwatch_metric_alarm.this : can(regex("docs/OPERATING.md#alarm-[a-z]+$", a.alarm_description))])
    error_message = "An alarm doesn't say where to read on."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["slow"].extended_statistic == "p99" && aws_cloudwatch_metric_alarm.this["slow"].statistic == null
    error_message = "Slow is the hundredth answer, not the average one."
  }
  assert {
    condition     = alltrue([for name in ["memory", "disk"] : aws_cloudwatch_metric_alarm.this[name].treat_missing_data == "breaching"])
    error_message = "A server that falls silent is an alarm."
  }
  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets) == 8
    error_message = "The dashboard shows everything."
  }
}

run "a_single_server_has_no_valkey_to_watch" {
  variables {
    valkey_nodes = []
    root_metric  = null
    nat_gateways = { eu-central-1a = "nat-1" }
  }
  assert {
    condition     = length([for name in keys(aws_cloudwatch_metric_alarm.this) : name if startswith(name, "valkey") || name == "root"]) == 0
    error_message = "An alarm for what isn't there would ring for ever."
  }
}

run "no_address_is_refused" {
  command = plan
  variables { email = "ops" }
  expect_failures = [var.email]
}

run "no_budget_is_refused" {
  command = plan
  variables { monthly_budget_usd = 0 }
  expect_failures = [var.monthly_budget_usd]
}
