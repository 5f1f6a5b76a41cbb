# A second wall around the subnets, by address and port: it holds when somebody opens a security
# group by mistake. It doesn't remember connections, so answers need a rule of their own.

locals {
  inside = values(local.private)
  # Number, from whom or to whom, ports. The first rule that fits decides; what fits none is refused.
  public_in = concat(
    [for i, port in [80, 443] : { number = 100 + i, of = "0.0.0.0/0", from = port, to = port }],
    # What servers ask of the internet enters the NAT gateway here.
    flatten([for i, of in local.inside : [
      for j, out in local.outward : { number = 200 + 10 * i + j, of = of, from = out.from, to = out.to }
    ]]),
    # Answers: the load balancer and NAT gateways take any port from 1024 on, by Amazon's word.
    [{ number = 300, of = "0.0.0.0/0", from = 1024, to = 65535 }],
  )
  public_out = concat(
    [for i, of in local.inside : { number = 100 + i, of = of, from = 80, to = 80 }],
    [for j, out in local.outward : { number = 200 + j, of = "0.0.0.0/0", from = out.from, to = out.to }],
    [{ number = 300, of = "0.0.0.0/0", from = 1024, to = 65535 }],
  )
  private_in = concat(
    [for i, of in values(local.public) : { number = 100 + i, of = of, from = 80, to = 80 }],
    # Between servers and Valkey, which asks its replicas in ways of its own: groups decide.
    [for i, of in local.inside : { number = 200 + i, of = of, from = 1024, to = 65535 }],
    # Answers from the internet arrive where Linux begins connections.
    [{ number = 300, of = "0.0.0.0/0", from = 32768, to = 60999 }],
  )
  private_out = concat(
    [for i, of in concat(values(local.public), local.inside) : { number = 100 + i, of = of, from = 1024, to = 65535 }],
    [for j, out in local.outward : { number = 200 + j, of = "0.0.0.0/0", from = out.from, to = out.to }],
  )
  tcp = { protocol = "tcp", type = null, code = null }
  # "Fragmentation needed": without it, connections to somebody behind a narrow link hang.
  too_long = { number = 900, protocol = "icmp", of = "0.0.0.0/0", from = 0, to = 0, type = 3, code = 4 }
  acls = {
    public  = { subnets = aws_subnet.public, in = local.public_in, out = local.public_out }
    private = { subnets = aws_subnet.private, in = local.private_in, out = local.private_out }
  }
}

resource "aws_network_acl" "this" {
  #checkov:skip=CKV_AWS_229:The range of answers of a NAT gateway and a load balancer, 1024 to 65535; no server listens in a public subnet.
  #checkov:skip=CKV_AWS_230:As above.
  #checkov:skip=CKV_AWS_231:As above; 3389 is among them.
  #checkov:skip=CKV_AWS_232:As above.
  for_each   = local.acls
  vpc_id     = aws_vpc.this.id
  subnet_ids = [for subnet in each.value.subnets : subnet.id]
  tags       = { Name = "${var.name}-${each.key}" }

  dynamic "ingress" {
    for_each = concat([for rule in each.value.in : merge(local.tcp, rule)], [local.too_long])
    content {
      rule_no    = ingress.value.number
      action     = "allow"
      protocol   = ingress.value.protocol
      cidr_block = ingress.value.of
      from_port  = ingress.value.from
      to_port    = ingress.value.to
      icmp_type  = ingress.value.type
      icmp_code  = ingress.value.code
    }
  }
  dynamic "egress" {
    for_each = concat([for rule in each.value.out : merge(local.tcp, rule)], [local.too_long])
    content {
      rule_no    = egress.value.number
      action     = "allow"
      protocol   = egress.value.protocol
      cidr_block = egress.value.of
      from_port  = egress.value.from
      to_port    = egress.value.to
      icmp_type  = egress.value.type
      icmp_code  = egress.value.code
    }
  }
}
