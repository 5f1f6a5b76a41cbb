# What the front door promises of its plan.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_resource "aws_lb" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/test/1" }
  }
  mock_resource "aws_lb_target_group" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/test/1" }
  }
  mock_resource "aws_lb_listener" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/test/1/2" }
  }
  mock_resource "aws_wafv2_web_acl" {
    defaults = { arn = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/test/1" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:aws-waf-logs-test" }
  }
  mock_resource "aws_acm_certificate" {
    defaults = {
      arn = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
      domain_validation_options = [{
        domain_name           = "chat.example.com"
        resource_record_name  = "_1.chat.example.com"
        resource_record_type  = "CNAME"
        resource_record_value = "_2.acm-validations.aws"
      }]
    }
  }
  mock_resource "aws_acm_certificate_validation" {
    defaults = { certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/1" }
  }
}

variables {
  name       = "workloop-test"
  domain     = "chat.example.com"
  zone_name  = "example.com"
  vpc_id     = "vpc-1"
  subnet_ids = ["subnet-1", "subnet-2"]
  group_id   = "sg-1"
}

run "a_front_door_with_tls" {
  assert {
    condition     = aws_lb_listener.http.default_action[0].redirect[0].protocol == "HTTPS" && aws_lb_listener.http.default_action[0].redirect[0].status_code == "HTTP_301"
    error_message = "Port 80 redirects, and for good."
  }
  assert {
    condition     = startswith(aws_lb_listener.https.ssl_policy, "ELBSecurityPolicy-TLS13-1-2")
    error_message = "TLS 1.2 and 1.3 only."
  }
  assert {
    condition     = aws_lb_listener.https.default_action[0].fixed_response[0].status_code == "421"
    error_message = "Another host's name is refused."
  }
  assert {
    condition     = aws_lb_listener_rule.inside.priority < aws_lb_listener_rule.workloop.priority && contains(one(one(aws_lb_listener_rule.inside.condition).path_pattern).values, "/metrics")
    error_message = "Metrics stay inside: their rule comes first."
  }
  assert {
    condition     = aws_lb.this.drop_invalid_header_fields && aws_lb.this.desync_mitigation_mode == "strictest" && aws_lb.this.enable_deletion_protection
    error_message = "Strict about requests, protected from deletion."
  }
  assert {
    condition     = aws_lb_target_group.this.stickiness[0].enabled && tonumber(aws_lb_target_group.this.deregistration_delay) >= 120 && aws_lb.this.idle_timeout >= 60
    error_message = "Sticky, drained for 120 s, patient with silent sockets."
  }
}

run "bodies_are_only_counted" {
  assert {
    condition     = alltrue([for group in values(local.managed) : alltrue([for rule in group.count : endswith(rule, "_BODY")])]) && contains(local.managed.AWSManagedRulesCommonRuleSet.count, "SizeRestrictions_BODY")
    error_message = "A long message or a piece of code must not be refused."
  }
  assert {
    condition     = one([for s in jsondecode(aws_s3_bucket_policy.logs.policy).Statement : s.Effect if s.Sid == "TlsOnly"]) == "Deny"
    error_message = "Logs are written over TLS."
  }
}

run "a_zone_of_another_domain_is_refused" {
  command = plan
  variables { zone_name = "example.org" }
  expect_failures = [var.zone_name]
}

run "an_idle_time_beyond_nginx_is_refused" {
  command = plan
  variables { idle_seconds = 400 }
  expect_failures = [var.idle_seconds]
}

run "a_limit_that_locks_an_office_out_is_refused" {
  command = plan
  variables { requests_per_5_minutes = 100 }
  expect_failures = [var.requests_per_5_minutes]
}

run "one_subnet_is_refused" {
  command = plan
  variables { subnet_ids = ["subnet-1"] }
  expect_failures = [var.subnet_ids]
}
