# Who is woken, and why: each alarm says in its description what to look at.

resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = var.key_arn
}

resource "aws_sns_topic_subscription" "email" {
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.email
}

locals {
  front  = { LoadBalancer = var.load_balancer_suffix }
  target = { LoadBalancer = var.load_balancer_suffix, TargetGroup = var.target_group_suffix }
  alarms = {
    errors = {
      why       = "Servers answer 5xx: look at their log."
      space     = "AWS/ApplicationELB", metric = "HTTPCode_Target_5XX_Count", of = local.target
      statistic = "Sum", beyond = 20, missing = "notBreaching", below = false
    }
    unanswered = {
      why       = "The load balancer answers 5xx itself: no server is healthy, or one died while it was asked."
      space     = "AWS/ApplicationELB", metric = "HTTPCode_ELB_5XX_Count", of = local.front
      statistic = "Sum", beyond = 10, missing = "notBreaching", below = false
    }
    healthy = {
      why       = "Fewer servers are healthy than there should be."
      space     = "AWS/ApplicationELB", metric = "HealthyHostCount", of = local.target
      statistic = "Minimum", beyond = var.servers, missing = "breaching", below = true
    }
    slow = {
      why       = "Answers take longer than a second on average: look at MongoDB first."
      space     = "AWS/ApplicationELB", metric = "TargetResponseTime", of = local.target
      statistic = "Average", beyond = 1, missing = "notBreaching", below = false
    }
    busy = {
      why       = "Servers compute without pause: a larger instance_type, or more servers."
      space     = "AWS/EC2", metric = "CPUUtilization", of = { AutoScalingGroupName = var.group }
      statistic = "Average", beyond = 80, missing = "breaching", below = false
    }
  }
}

# Five minutes in a row, so that one bad minute of a deploy wakes nobody.
resource "aws_cloudwatch_metric_alarm" "this" {
  for_each            = local.alarms
  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.why
  namespace           = each.value.space
  metric_name         = each.value.metric
  dimensions          = each.value.of
  statistic           = each.value.statistic
  threshold           = each.value.beyond
  comparison_operator = each.value.below ? "LessThanThreshold" : "GreaterThanThreshold"
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

resource "aws_budgets_budget" "this" {
  name         = var.name
  budget_type  = "COST"
  limit_amount = tostring(var.monthly_budget_usd)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"
  notification {
    notification_type          = "ACTUAL"
    comparison_operator        = "GREATER_THAN"
    threshold                  = 80
    threshold_type             = "PERCENTAGE"
    subscriber_email_addresses = [var.email]
  }
  notification {
    notification_type          = "FORECASTED"
    comparison_operator        = "GREATER_THAN"
    threshold                  = 100
    threshold_type             = "PERCENTAGE"
    subscriber_email_addresses = [var.email]
  }
}
