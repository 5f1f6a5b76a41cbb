# The front door: a load balancer with TLS, the certificate, the domain's records.

data "aws_route53_zone" "this" {
  name         = var.zone_name
  private_zone = false
}

resource "aws_lb" "this" {
  #checkov:skip=CKV_AWS_150:keep_data protects it, which is the default; staging is meant to be destroyed.
  #checkov:skip=CKV2_AWS_76:AWSManagedRulesKnownBadInputsRuleSet is in firewall.tf, in the dynamic block, which checkov doesn't unfold.
  name                       = var.name
  load_balancer_type         = "application"
  internal                   = false
  security_groups            = [var.group_id]
  subnets                    = var.subnet_ids
  idle_timeout               = var.idle_seconds
  drop_invalid_header_fields = true
  desync_mitigation_mode     = "strictest"
  enable_deletion_protection = var.keep_data
  access_logs {
    bucket  = aws_s3_bucket.logs.id
    prefix  = "front"
    enabled = true
  }
  # The load balancer tries whether it may write there.
  depends_on = [aws_s3_bucket_policy.logs]
}

resource "aws_lb_target_group" "this" {
  #checkov:skip=CKV_AWS_378:TLS ends at the load balancer; from there to nginx it is the private network, one security group to the other.
  name                 = var.name
  vpc_id               = var.vpc_id
  protocol             = "HTTP"
  protocol_version     = "HTTP1" # A WebSocket begins with HTTP/1.1.
  port                 = 80
  target_type          = "instance"
  deregistration_delay = var.drain_seconds
  # Nothing depends on it; it spares reconnecting browsers a change of server. An hour, so
  # that new servers get their share.
  stickiness {
    type            = "lb_cookie"
    enabled         = true
    cookie_duration = 3600
  }
  # Shallow on purpose: asking MongoDB here would replace all servers when MongoDB is away.
  health_check {
    path                = "/healthz"
    matcher             = "200"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type = "redirect"
    redirect {
      protocol    = "HTTPS"
      port        = "443"
      status_code = "HTTP_301"
    }
  }
}

# Whoever asks for another host is scanning addresses.
resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = aws_acm_certificate_validation.this.certificate_arn
  default_action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      message_body = "This server doesn't answer for that name."
      status_code  = "421"
    }
  }
}

resource "aws_lb_listener_rule" "inside" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 10
  condition {
    path_pattern {
      values = ["/metrics", "/metrics/*", "/readyz"]
    }
  }
  action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      message_body = "Not found"
      status_code  = "404"
    }
  }
}

resource "aws_lb_listener_rule" "workloop" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 20
  condition {
    host_header {
      values = [var.domain]
    }
  }
  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
  }
}

resource "aws_acm_certificate" "this" {
  domain_name       = var.domain
  validation_method = "DNS"
  lifecycle {
    create_before_destroy = true
  }
}

# Over the name that is known, not over what Amazon answers: so the first plan is whole.
resource "aws_route53_record" "validation" {
  for_each        = toset([var.domain])
  zone_id         = data.aws_route53_zone.this.zone_id
  name            = one([for o in aws_acm_certificate.this.domain_validation_options : o.resource_record_name if o.domain_name == each.key])
  type            = one([for o in aws_acm_certificate.this.domain_validation_options : o.resource_record_type if o.domain_name == each.key])
  records         = [one([for o in aws_acm_certificate.this.domain_validation_options : o.resource_record_value if o.domain_name == each.key])]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn         = aws_acm_certificate.this.arn
  validation_record_fqdns = [for record in aws_route53_record.validation : record.fqdn]
}

resource "aws_route53_record" "front" {
  zone_id = data.aws_route53_zone.this.zone_id
  name    = var.domain
  type    = "A"
  alias {
    name                   = aws_lb.this.dns_name
    zone_id                = aws_lb.this.zone_id
    evaluate_target_health = true
  }
}

resource "aws_route53_record" "caa" {
  count   = var.caa ? 1 : 0
  zone_id = data.aws_route53_zone.this.zone_id
  name    = var.domain
  type    = "CAA"
  ttl     = 3600
  records = ["0 issue \"amazon.com\"", "0 issuewild \";\""]
}
