# Who may talk with whom. The internet reaches the load balancer, the load balancer reaches the
# servers' nginx, the servers reach Valkey, MongoDB, AWS and package mirrors: nothing else.

# What forgets to name its group gets one that lets nothing through.
resource "aws_default_security_group" "closed" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = "${var.name}-default-closed" }
}

resource "aws_security_group" "front" {
  #checkov:skip=CKV2_AWS_5:The edge module gives it to the load balancer.
  name        = "${var.name}-front"
  description = "The load balancer"
  vpc_id      = aws_vpc.this.id
  tags        = { Name = "${var.name}-front" }
}

resource "aws_security_group" "servers" {
  #checkov:skip=CKV2_AWS_5:The compute module gives it to the servers.
  name        = "${var.name}-servers"
  description = "The servers"
  vpc_id      = aws_vpc.this.id
  tags        = { Name = "${var.name}-servers" }
}

resource "aws_security_group" "valkey" {
  #checkov:skip=CKV2_AWS_5:The data module gives it to Valkey where there is more than one server.
  name        = "${var.name}-valkey"
  description = "Valkey"
  vpc_id      = aws_vpc.this.id
  tags        = { Name = "${var.name}-valkey" }
}

resource "aws_vpc_security_group_ingress_rule" "front" {
  #checkov:skip=CKV_AWS_260:Port 80 only redirects to 443.
  for_each          = { http = 80, https = 443 }
  security_group_id = aws_security_group.front.id
  description       = each.key == "http" ? "Anyone, to be redirected" : "Anyone"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
}

resource "aws_vpc_security_group_egress_rule" "front" {
  security_group_id            = aws_security_group.front.id
  description                  = "The servers' nginx"
  referenced_security_group_id = aws_security_group.servers.id
  ip_protocol                  = "tcp"
  from_port                    = 80
  to_port                      = 80
}

resource "aws_vpc_security_group_ingress_rule" "servers" {
  #checkov:skip=CKV_AWS_260:Only the load balancer's group is let in, no address.
  security_group_id            = aws_security_group.servers.id
  description                  = "The load balancer"
  referenced_security_group_id = aws_security_group.front.id
  ip_protocol                  = "tcp"
  from_port                    = 80
  to_port                      = 80
}

# Outward by port, since addresses of AWS, mirrors and Atlas change: no mail, no SSH. 80 is for
# Ubuntu's ARM mirror, ports.ubuntu.com, which doesn't promise TLS; packages are signed.
locals {
  outward = [
    { name = "https", from = 443, to = 443, why = "AWS, images" },
    { name = "mirrors", from = 80, to = 80, why = "Signed packages of the system" },
    { name = "mongodb", from = var.mongodb_ports.from, to = var.mongodb_ports.to, why = "MongoDB" },
  ]
}

resource "aws_vpc_security_group_egress_rule" "servers" {
  for_each          = { for out in local.outward : out.name => out }
  security_group_id = aws_security_group.servers.id
  description       = each.value.why
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = each.value.from
  to_port           = each.value.to
}

resource "aws_vpc_security_group_egress_rule" "valkey" {
  security_group_id            = aws_security_group.servers.id
  description                  = "Valkey"
  referenced_security_group_id = aws_security_group.valkey.id
  ip_protocol                  = "tcp"
  from_port                    = 6379
  to_port                      = 6379
}

resource "aws_vpc_security_group_ingress_rule" "valkey" {
  security_group_id            = aws_security_group.valkey.id
  description                  = "The servers"
  referenced_security_group_id = aws_security_group.servers.id
  ip_protocol                  = "tcp"
  from_port                    = 6379
  to_port                      = 6379
}
