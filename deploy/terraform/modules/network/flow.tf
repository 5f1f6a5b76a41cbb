# The record of connections and of names that were asked for, for the day when somebody asks who
# reached what.

resource "aws_cloudwatch_log_group" "flow" {
  #checkov:skip=CKV_AWS_158:Encrypted with CloudWatch's own key; it holds addresses and ports only.
  #checkov:skip=CKV_AWS_338:How long is the owner's choice (flow_log_days): a record of people's addresses isn't kept longer than needed.
  name              = "/${var.name}/flow"
  retention_in_days = var.flow_log_days
}

locals {
  flow_trust = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "vpc-flow-logs.amazonaws.com" }
    }]
  })
  flow_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
      Resource = ["${aws_cloudwatch_log_group.flow.arn}:*"]
    }]
  })
}

resource "aws_iam_role" "flow" {
  name               = "${var.name}-flow"
  assume_role_policy = local.flow_trust
}

resource "aws_iam_role_policy" "flow" {
  name   = "write"
  role   = aws_iam_role.flow.id
  policy = local.flow_policy
}

resource "aws_flow_log" "this" {
  vpc_id                   = aws_vpc.this.id
  traffic_type             = "ALL"
  iam_role_arn             = aws_iam_role.flow.arn
  log_destination          = aws_cloudwatch_log_group.flow.arn
  max_aggregation_interval = 60
  tags                     = { Name = var.name }
}

resource "aws_cloudwatch_log_group" "names" {
  #checkov:skip=CKV_AWS_158:Encrypted with CloudWatch's own key; it holds names of hosts only.
  #checkov:skip=CKV_AWS_338:How long is the owner's choice (flow_log_days).
  name              = "/${var.name}/names"
  retention_in_days = var.flow_log_days
}

# What servers look up: a server that was broken into asks for names that nobody else does.
resource "aws_route53_resolver_query_log_config" "this" {
  name            = var.name
  destination_arn = aws_cloudwatch_log_group.names.arn
}

resource "aws_route53_resolver_query_log_config_association" "this" {
  resolver_query_log_config_id = aws_route53_resolver_query_log_config.this.id
  resource_id                  = aws_vpc.this.id
}
