# What wakes somebody. Each alarm is named like its section in docs/OPERATING.md, which says what
# to look at and what to do.

locals {
  front  = { LoadBalancer = var.load_balancer_suffix }
  target = { LoadBalancer = var.load_balancer_suffix, TargetGroup = var.target_group_suffix }
  group  = { AutoScalingGroupName = var.group }
  usual  = { statistic = "Sum", below = false, missing = "notBreaching", period = 60, times = 5 }
  always = {
    errors = {
      why   = "Servers answer 5xx"
      space = "AWS/ApplicationELB", metric = "HTTPCode_Target_5XX_Count", of = local.target, beyond = 20
    }
    unanswered = {
      why   = "The load balancer answers 5xx itself: no server is healthy, or one died while it was asked"
      space = "AWS/ApplicationELB", metric = "HTTPCode_ELB_5XX_Count", of = local.front, beyond = 10
    }
    healthy = {
      why   = "Fewer servers are healthy than there should be"
      space = "AWS/ApplicationELB", metric = "HealthyHostCount", of = local.target, beyond = var.servers
      below = true, statistic = "Minimum", missing = "breaching"
    }
    slow = {
      why   = "One answer in a hundred takes longer than a second"
      space = "AWS/ApplicationELB", metric = "TargetResponseTime", of = local.target, beyond = 1, statistic = "p99"
    }
    connections = {
      # Each person's connection counts twice: to the load balancer, and on to a server.
      why   = "Open connections near what the servers take"
      space = "AWS/ApplicationELB", metric = "ActiveConnectionCount", of = local.front, beyond = 2 * 0.8 * var.servers * var.connections
    }
    certificate = {
      why   = "The certificate ends in less than three weeks: Amazon can't renew it"
      space = "AWS/CertificateManager", metric = "DaysToExpiry", of = { CertificateArn = var.certificate_arn }, beyond = 21
      below = true, statistic = "Minimum", period = 86400, times = 1
    }
    busy = {
      why   = "Servers compute without pause"
      space = "AWS/EC2", metric = "CPUUtilization", of = local.group, beyond = 80, statistic = "Average", missing = "breaching"
    }
    # These two the servers tell themselves (boot.sh): when they stop telling, something is wrong.
    memory = {
      why   = "A server's memory is nearly used up"
      space = "Workloop", metric = "MemoryUsed", of = local.group, beyond = 90, statistic = "Maximum", missing = "breaching"
    }
    disk = {
      why   = "A server's disk is nearly full"
      space = "Workloop", metric = "DiskUsed", of = local.group, beyond = 85, statistic = "Maximum", missing = "breaching"
    }
  }
  nat = { for zone, id in var.nat_gateways : "nat-${zone}" => {
    why   = "The NAT gateway has no port left for another connection: MongoDB may be out of reach"
    space = "AWS/NATGateway", metric = "ErrorPortAllocation", of = { NatGatewayId = id }, beyond = 0, times = 2
  } }
  valkey = { for node in var.valkey_nodes : "valkey-${node}" => {
    why   = "Valkey's memory is nearly used up"
    space = "AWS/ElastiCache", metric = "DatabaseMemoryUsagePercentage", of = { CacheClusterId = node }, beyond = 80, statistic = "Maximum"
  } }
  root = { for metric in var.root_metric[*] : "root" => {
    why   = "Somebody used the account's root"
    space = "Workloop", metric = metric, of = {}, beyond = 0, times = 1
  } }
  alarms = { for name, alarm in merge(local.always, local.nat, local.valkey, local.root) : name => merge(local.usual, alarm) }
}

# Five minutes in a row, so that one bad minute of a deploy wakes nobody.
resource "aws_cloudwatch_metric_alarm" "this" {
  for_each                              = local.alarms
  alarm_name                            = "${var.name}-${each.key}"
  alarm_description                     = "${each.value.why}. docs/OPERATING.md#alarm-${split("-", each.key)[0]}"
  namespace                             = each.value.space
  metric_name                           = each.value.metric
  dimensions                            = each.value.of
  statistic                             = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic                    = startswith(each.value.statistic, "p") ? each.value.statistic : null
  evaluate_low_sample_count_percentiles = startswith(each.value.statistic, "p") ? "ignore" : null
  threshold                             = each.value.beyond
  comparison_operator                   = each.value.below ? "LessThanThreshold" : "GreaterThanThreshold"
  period                                = each.value.period
  evaluation_periods                    = each.value.times
  treat_missing_data                    = each.value.missing
  alarm_actions                         = [aws_sns_topic.alarms.arn]
  ok_actions                            = [aws_sns_topic.alarms.arn]
}
