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
