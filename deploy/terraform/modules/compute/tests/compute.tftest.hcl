# What the servers' module promises of its plan.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_default_tags" {
    defaults = { tags = { Project = "workloop", Environment = "test" } }
  }
  mock_data "aws_ssm_parameter" {
    defaults = { value = "ami-0123456789abcdef0" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/server" }
  }
  mock_resource "aws_iam_instance_profile" {
    defaults = { arn = "arn:aws:iam::123456789012:instance-profile/server" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:servers" }
  }
  mock_resource "aws_launch_template" {
    defaults = { id = "lt-0123456789abcdef0", latest_version = 1 }
  }
}

variables {
  name             = "workloop-test"
  domain           = "chat.example.com"
  release          = "1.4.0"
  registry         = "ghcr.io/example"
  compose_folder   = "tests/compose"
  environment      = { WORKLOOP_BUS_URL = "local:" }
  secret_arns      = { WORKLOOP_SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:test/WORKLOOP_SECRET-1" }
  key_arn          = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000"
  bucket_arn       = "arn:aws:s3:::workloop-test-files"
  subnet_ids       = ["subnet-1", "subnet-2"]
  group_id         = "sg-1"
  target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/test/1"
}

run "a_server_that_admits_nobody" {
  assert {
    condition     = aws_launch_template.server.metadata_options[0].http_tokens == "required" && aws_launch_template.server.metadata_options[0].http_put_response_hop_limit == 2
    error_message = "IMDSv2 only, within reach of a container."
  }
  assert {
    condition     = aws_launch_template.server.network_interfaces[0].associate_public_ip_address == "false" && aws_launch_template.server.key_name == null
    error_message = "No public address, no key pair."
  }
  assert {
    condition     = aws_launch_template.server.block_device_mappings[0].ebs[0].encrypted == "true"
    error_message = "The disk is encrypted."
  }
  assert {
    condition     = aws_autoscaling_group.servers.health_check_type == "ELB" && aws_autoscaling_group.servers.max_size == aws_autoscaling_group.servers.desired_capacity + 1
    error_message = "Health is what the load balancer says, and there is room for a newcomer."
  }
  assert {
    condition     = aws_autoscaling_lifecycle_hook.leaving.heartbeat_timeout > 120
    error_message = "Who leaves has longer than the drain."
  }
}

run "what_the_group_makes_has_its_tags" {
  assert {
    condition     = alltrue([for s in aws_launch_template.server.tag_specifications : s.tags.Project == "workloop"]) && length(aws_launch_template.server.tag_specifications) == 3
    error_message = "Servers, disks and interfaces say whose they are."
  }
  assert {
    condition     = toset([for t in aws_autoscaling_group.servers.tag : t.key]) == toset(["Name", "Project", "Environment"])
    error_message = "The group says whose it is."
  }
}

run "a_role_that_may_little" {
  assert {
    condition     = alltrue(flatten([for s in jsondecode(aws_iam_role_policy.server.policy).Statement : [for a in s.Action : !strcontains(a, "*")]]))
    error_message = "No action is a wildcard."
  }
  assert {
    condition     = alltrue(flatten([for s in jsondecode(aws_iam_role_policy.server.policy).Statement : [for r in s.Resource : r != "*"] if s.Sid != "Figures"]))
    error_message = "Every permission names what it is for."
  }
  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.server.policy).Statement : s.Condition.StringEquals["cloudwatch:namespace"] if s.Sid == "Figures"]) == "Workloop"
    error_message = "Figures go into one namespace."
  }
}

run "user_data_fits_and_holds_no_secret" {
  assert {
    condition     = length(aws_launch_template.server.user_data) * 3 / 4 < 16384
    error_message = "AWS takes 16 KiB of user data."
  }
  assert {
    condition     = contains([for f in jsondecode(trimprefix(local.cloud_config, "#cloud-config\n")).write_files : f.path], "/opt/workloop/compose/compose.yaml")
    error_message = "The compose file is there."
  }
}

run "latest_is_refused" {
  command = plan
  variables { release = "latest" }
  expect_failures = [var.release]
}

run "a_secret_in_the_open_is_refused" {
  command = plan
  variables { environment = { WORKLOOP_SECRET = "0123456789abcdef0123456789abcdef" } }
  expect_failures = [var.environment]
}

run "a_value_that_breaks_out_is_refused" {
  command = plan
  variables { environment = { WORKLOOP_LOG = "info'\nEVIL=yes" } }
  expect_failures = [var.environment]
}

run "an_intel_server_is_refused" {
  command = plan
  variables { instance_type = "t3.small" }
  expect_failures = [var.instance_type]
}

run "a_registry_with_a_scheme_is_refused" {
  command = plan
  variables { registry = "https://ghcr.io/example" }
  expect_failures = [var.registry]
}
