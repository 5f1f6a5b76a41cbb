# One page to look at first: what people feel above, what it comes from below.

locals {
  b = var.load_balancer_suffix
  t = var.target_group_suffix
  graphs = concat([
    { title = "Requests, and those that failed", stat = "Sum", metrics = [
      ["AWS/ApplicationELB", "RequestCount", "LoadBalancer", local.b],
      ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "TargetGroup", local.t, "LoadBalancer", local.b],
      ["AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "LoadBalancer", local.b],
    ] },
    { title = "Seconds to an answer, 99th percentile", stat = "p99", metrics = [
      ["AWS/ApplicationELB", "TargetResponseTime", "TargetGroup", local.t, "LoadBalancer", local.b],
    ] },
    { title = "Open connections", stat = "Sum", metrics = [
      ["AWS/ApplicationELB", "ActiveConnectionCount", "LoadBalancer", local.b],
      ["AWS/ApplicationELB", "RejectedConnectionCount", "LoadBalancer", local.b],
    ] },
    { title = "Healthy servers", stat = "Minimum", metrics = [
      ["AWS/ApplicationELB", "HealthyHostCount", "TargetGroup", local.t, "LoadBalancer", local.b],
    ] },
    { title = "Servers: processor, memory, disk, %", stat = "Maximum", metrics = [
      ["AWS/EC2", "CPUUtilization", "AutoScalingGroupName", var.group],
      ["Workloop", "MemoryUsed", "AutoScalingGroupName", var.group],
      ["Workloop", "DiskUsed", "AutoScalingGroupName", var.group],
    ] },
    { title = "Refused by the firewall", stat = "Sum", metrics = [
      ["AWS/WAFV2", "BlockedRequests", "WebACL", var.name, "Region", var.region, "Rule", "ALL"],
    ] },
    { title = "NAT gateways: connections, and ports that were lacking", stat = "Maximum", metrics = concat([for id in values(var.nat_gateways) : [
      ["AWS/NATGateway", "ActiveConnectionCount", "NatGatewayId", id],
      ["AWS/NATGateway", "ErrorPortAllocation", "NatGatewayId", id],
    ]]...) },
    ], length(var.valkey_nodes) == 0 ? [] : [
    { title = "Valkey: memory and processor, %", stat = "Maximum", metrics = concat([for node in var.valkey_nodes : [
      ["AWS/ElastiCache", "DatabaseMemoryUsagePercentage", "CacheClusterId", node],
      ["AWS/ElastiCache", "EngineCPUUtilization", "CacheClusterId", node],
    ]]...) },
  ])
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({ widgets = [for i, graph in local.graphs : {
    type       = "metric"
    x          = 12 * (i % 2)
    y          = 6 * floor(i / 2)
    width      = 12
    height     = 6
    properties = merge(graph, { region = var.region, period = 60, view = "timeSeries" })
  }] })
}
