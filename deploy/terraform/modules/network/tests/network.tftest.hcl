# What the network promises, from its plan: no account is needed.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/flow" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:flow" }
  }
}

variables {
  name  = "workloop-test"
  zones = ["eu-central-1a", "eu-central-1b"]
}

run "a_nat_per_zone" {
  assert {
    condition     = length(output.nat_addresses) == 2
    error_message = "Every zone has a NAT gateway of its own."
  }
  assert {
    condition     = alltrue([for zone, route in aws_route.nat : route.nat_gateway_id == aws_nat_gateway.this[zone].id])
    error_message = "A private zone leaves by its own NAT gateway."
  }
  assert {
    condition     = length(setintersection([for s in aws_subnet.public : s.cidr_block], [for s in aws_subnet.private : s.cidr_block])) == 0
    error_message = "Public and private ranges differ."
  }
  assert {
    condition     = alltrue([for s in merge(aws_subnet.public, { for z, s in aws_subnet.private : "private-${z}" => s }) : !s.map_public_ip_on_launch])
    error_message = "No subnet hands out public addresses."
  }
  assert {
    condition     = toset(aws_vpc_endpoint.s3.route_table_ids) == toset([for t in aws_route_table.private : t.id])
    error_message = "Every private table leads to S3 directly."
  }
}

run "only_the_front_is_open" {
  assert {
    condition     = toset([for r in aws_vpc_security_group_ingress_rule.front : r.to_port]) == toset([80, 443])
    error_message = "The front opens 80 and 443 only."
  }
  assert {
    condition     = aws_vpc_security_group_ingress_rule.servers.referenced_security_group_id == aws_security_group.front.id && aws_vpc_security_group_ingress_rule.servers.cidr_ipv4 == null
    error_message = "Servers are reached from the load balancer only."
  }
  assert {
    condition     = length([for r in aws_vpc_security_group_egress_rule.servers : r if r.from_port <= 25 && r.to_port >= 22]) == 0
    error_message = "Servers can't send mail nor open SSH outward."
  }
}

run "the_second_wall" {
  assert {
    condition = alltrue(flatten([for wall in aws_network_acl.this : [for rules in [wall.ingress, wall.egress] :
      one([for r in rules : "${r.icmp_type}.${r.icmp_code}" if r.protocol == "icmp"]) == "3.4"
    ]]))
    error_message = "Whoever sends more than a link carries is told so, in both directions; no other ICMP passes."
  }
  assert {
    condition     = alltrue([for r in aws_network_acl.this["private"].ingress : r.from_port == 80 || r.from_port >= 1024 || r.protocol == "icmp"]) && length([for r in aws_network_acl.this["private"].ingress : r if r.cidr_block == "0.0.0.0/0" && r.protocol == "tcp"]) == 1
    error_message = "From anywhere only answers come to a private subnet."
  }
  assert {
    condition     = one([for r in aws_network_acl.this["private"].ingress : "${r.from_port}-${r.to_port}" if r.cidr_block == "0.0.0.0/0" && r.protocol == "tcp"]) == "32768-60999"
    error_message = "Answers arrive where Linux begins connections."
  }
  assert {
    condition     = toset([for r in aws_network_acl.this["private"].ingress : r.cidr_block if r.from_port == 80]) == toset([for s in aws_subnet.public : s.cidr_block])
    error_message = "Only the load balancer's subnets reach port 80."
  }
  assert {
    condition     = length([for acl in aws_network_acl.this : acl if length([for r in acl.egress : r if r.protocol == "tcp" && r.from_port <= 25 && r.to_port >= 22]) > 0]) == 0
    error_message = "No mail and no SSH outward."
  }
  assert {
    condition     = alltrue([for acl in aws_network_acl.this : length(acl.ingress) == length(distinct([for r in acl.ingress : r.rule_no])) && length(acl.egress) == length(distinct([for r in acl.egress : r.rule_no]))])
    error_message = "Every rule has a number of its own."
  }
  assert {
    condition     = alltrue([for acl in aws_network_acl.this : length(acl.ingress) <= 20 && length(acl.egress) <= 20])
    error_message = "Amazon allows 20 rules each way."
  }
}

run "four_zones_fit_into_the_second_wall" {
  variables { zones = ["eu-central-1a", "eu-central-1b", "eu-central-1c", "eu-central-1d"] }
  assert {
    condition     = alltrue([for acl in aws_network_acl.this : length(acl.ingress) <= 20 && length(acl.egress) <= 20])
    error_message = "Amazon allows 20 rules each way."
  }
}

run "one_nat_serves_both_zones" {
  variables { nat = "one" }
  assert {
    condition     = length(output.nat_addresses) == 1 && length(distinct([for r in aws_route.nat : r.nat_gateway_id])) == 1
    error_message = "One NAT gateway serves all zones."
  }
}

run "one_zone_is_refused" {
  command = plan
  variables { zones = ["eu-central-1a"] }
  expect_failures = [var.zones]
}

run "a_public_range_too_small_is_refused" {
  command = plan
  variables { cidr = "10.0.0.0/28" }
  expect_failures = [var.cidr]
}

run "a_name_too_long_is_refused" {
  command = plan
  variables { name = "a-name-with-far-too-many-letters" }
  expect_failures = [var.name]
}

run "an_unknown_nat_is_refused" {
  command = plan
  variables { nat = "none" }
  expect_failures = [var.nat]
}
