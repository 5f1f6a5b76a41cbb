# What the record of calls promises of its plan.

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
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/trail" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail" }
  }
}

variables {
  name       = "workloop-test"
  log_bucket = "workloop-test-logs"
  key_arn    = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000"
}

run "every_region_and_every_change" {
  assert {
    condition     = aws_cloudtrail.this.is_multi_region_trail && aws_cloudtrail.this.include_global_service_events && aws_cloudtrail.this.enable_logging
    error_message = "Calls in another region count too."
  }
  assert {
    condition     = aws_cloudtrail.this.enable_log_file_validation && aws_cloudtrail.this.kms_key_id == var.key_arn
    error_message = "The record is encrypted, and shows when it was altered."
  }
  assert {
    condition     = jsondecode(aws_iam_role.trail.assume_role_policy).Statement[0].Condition.StringEquals["aws:SourceArn"] == "arn:aws:cloudtrail:eu-central-1:123456789012:trail/workloop-test"
    error_message = "Only this trail may use the role."
  }
}

run "no_key_is_refused" {
  command = plan
  variables { key_arn = "alias/aws/cloudtrail" }
  expect_failures = [var.key_arn]
}
