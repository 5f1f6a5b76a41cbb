# Who changed what in the account: every call of AWS's API, kept where a server can't reach it.

data "aws_caller_identity" "me" {}
data "aws_partition" "this" {}
data "aws_region" "here" {}

locals {
  arn = "arn:${data.aws_partition.this.partition}:cloudtrail:${data.aws_region.here.name}:${data.aws_caller_identity.me.account_id}:trail/${var.name}"
  trust = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceArn" = local.arn } }
    }]
  })
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = ["${aws_cloudwatch_log_group.trail.arn}:log-stream:*"]
    }]
  })
}

resource "aws_cloudwatch_log_group" "trail" {
  #checkov:skip=CKV_AWS_338:How long is the owner's choice (log_days); the bucket keeps it too.
  name              = "/${var.name}/trail"
  retention_in_days = var.log_days
  kms_key_id        = var.key_arn
}

resource "aws_iam_role" "trail" {
  name               = "${var.name}-trail"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "trail" {
  name   = "write"
  role   = aws_iam_role.trail.id
  policy = local.policy
}

resource "aws_cloudtrail" "this" {
  #checkov:skip=CKV_AWS_252:What needs somebody at once has an alarm on the log; a message for each file that Amazon puts down helps nobody.
  name                          = var.name
  s3_bucket_name                = var.log_bucket
  s3_key_prefix                 = "trail"
  kms_key_id                    = var.key_arn
  enable_logging                = true
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
  cloud_watch_logs_group_arn    = "${aws_cloudwatch_log_group.trail.arn}:*"
  cloud_watch_logs_role_arn     = aws_iam_role.trail.arn
  depends_on                    = [aws_iam_role_policy.trail]
}

# The account's owner has no use for its root after the first day.
resource "aws_cloudwatch_log_metric_filter" "root" {
  name           = "${var.name}-root"
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"
  metric_transformation {
    namespace = "Workloop"
    name      = "${var.name}-root"
    value     = "1"
  }
}
