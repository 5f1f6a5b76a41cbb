# What outlives servers: the bucket of files, the key that encrypts, the secrets. Servers hold
# nothing that can't be lost.

data "aws_caller_identity" "me" {}
data "aws_region" "here" {}
data "aws_partition" "this" {}

locals {
  account = data.aws_caller_identity.me.account_id
  region  = data.aws_region.here.name
  aws     = data.aws_partition.this.partition
  bucket  = "${var.name}-files-${local.account}-${local.region}"
  key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "TheAccountDecidesByItsRoles"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.aws}:iam::${local.account}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "LogsAreEncrypted"
        Effect    = "Allow"
        Principal = { Service = "logs.${local.region}.amazonaws.com" }
        Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:DescribeKey"]
        Resource  = "*"
        Condition = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:${local.aws}:logs:${local.region}:${local.account}:log-group:/${var.name}/*" } }
      },
      {
        Sid       = "TheTrailIsEncrypted"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = ["kms:GenerateDataKey*", "kms:DescribeKey"]
        Resource  = "*"
        Condition = { StringEquals = { "aws:SourceArn" = "arn:${local.aws}:cloudtrail:${local.region}:${local.account}:trail/${var.name}" } }
      },
      {
        # Only our alarms may use it: another account's would name another source.
        Sid       = "AlarmsArePublished"
        Effect    = "Allow"
        Principal = { Service = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"] }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
      },
    ]
  })
}

resource "aws_kms_key" "this" {
  description             = "Workloop ${var.name}: files, secrets, logs"
  enable_key_rotation     = true
  deletion_window_in_days = var.keep_data ? 30 : 7
  policy                  = local.key_policy
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.this.id
}
