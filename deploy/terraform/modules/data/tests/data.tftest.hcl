# What the data module promises of its plan.

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
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000" }
  }
}

variables {
  name           = "workloop-test"
  log_bucket     = "workloop-test-logs"
  domain         = "chat.example.com"
  mongodb_url    = "mongodb+srv://ada:secret@cluster.example.net/workloop"
  signing_secret = "0123456789abcdef0123456789abcdef"
}

run "a_private_bucket" {
  assert {
    condition     = alltrue([for on in [aws_s3_bucket_public_access_block.files.block_public_acls, aws_s3_bucket_public_access_block.files.block_public_policy, aws_s3_bucket_public_access_block.files.ignore_public_acls, aws_s3_bucket_public_access_block.files.restrict_public_buckets] : on])
    error_message = "The bucket blocks public access in all four ways."
  }
  assert {
    condition     = one([for s in jsondecode(aws_s3_bucket_policy.files.policy).Statement : s.Effect if s.Sid == "TlsOnly"]) == "Deny"
    error_message = "The bucket refuses plain HTTP."
  }
  assert {
    condition     = alltrue([for s in jsondecode(aws_s3_bucket_policy.files.policy).Statement : s.Effect == "Deny"])
    error_message = "The bucket's policy allows nobody anything: roles do."
  }
  assert {
    condition     = one(one(aws_s3_bucket_cors_configuration.files.cors_rule).allowed_origins) == "https://chat.example.com"
    error_message = "Only the domain's pages may use the bucket."
  }
  assert {
    condition     = !aws_s3_bucket.files.force_destroy && aws_kms_key.this.deletion_window_in_days == 30
    error_message = "Data is kept unless said otherwise."
  }
}

run "secrets_are_nowhere_in_the_state" {
  assert {
    condition     = aws_secretsmanager_secret_version.database.secret_string == null && aws_secretsmanager_secret_version.database.secret_string_wo == null
    error_message = "The state knows the address of MongoDB."
  }
}

run "one_server_needs_no_valkey" {
  assert {
    condition     = output.bus_url == "local:"
    error_message = "A single server has no bus."
  }
}

run "several_servers_have_one" {
  variables {
    valkey = { subnets = ["subnet-1", "subnet-2"], group = "sg-1" }
  }
  assert {
    condition     = startswith(output.bus_url, "valkeys://") && aws_elasticache_replication_group.this[0].multi_az_enabled
    error_message = "Servers meet over TLS, in two zones."
  }
}

run "a_url_is_no_domain" {
  command = plan
  variables { domain = "https://chat.example.com/" }
  expect_failures = [var.domain]
}

run "a_database_without_a_password_is_refused" {
  command = plan
  variables { mongodb_url = "mongodb+srv://cluster.example.net/workloop" }
  expect_failures = [var.mongodb_url]
}

run "a_short_secret_is_refused" {
  command = plan
  variables { signing_secret = "short" }
  expect_failures = [var.signing_secret]
}

run "a_version_is_a_whole_number" {
  command = plan
  variables { secret_versions = { mongodb = 1.5 } }
  expect_failures = [var.secret_versions]
}
