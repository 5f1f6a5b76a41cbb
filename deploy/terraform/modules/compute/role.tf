# What a server may do, and nothing else: its files, its secrets, its log and figures, Session
# Manager.

data "aws_partition" "this" {}

locals {
  trust = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Files"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]
        Resource = ["${var.bucket_arn}/media/*"]
      },
      {
        # Of the whole bucket, which holds nothing else: without it S3 answers 403, not 404,
        # where there is no object.
        Sid      = "FilesList"
        Effect   = "Allow"
        Action   = ["s3:ListBucket", "s3:ListBucketMultipartUploads"]
        Resource = [var.bucket_arn]
      },
      {
        Sid      = "Secrets"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = values(var.secret_arns)
      },
      {
        Sid      = "Key"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = [var.key_arn]
      },
      {
        Sid      = "Leaving"
        Effect   = "Allow"
        Action   = ["autoscaling:CompleteLifecycleAction"]
        Resource = ["arn:${data.aws_partition.this.partition}:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/${var.name}"]
      },
      {
        Sid      = "Log"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.servers.arn}:*"]
      },
      {
        # Figures have no ARN that could be named; the namespace is the limit.
        Sid       = "Figures"
        Effect    = "Allow"
        Action    = ["cloudwatch:PutMetricData"]
        Resource  = ["*"]
        Condition = { StringEquals = { "cloudwatch:namespace" = "Workloop" } }
      },
    ]
  })
}

resource "aws_iam_role" "server" {
  name               = "${var.name}-server"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "server" {
  name   = "workloop"
  role   = aws_iam_role.server.id
  policy = local.policy
}

# Session Manager instead of SSH: no port, no key pair.
resource "aws_iam_role_policy_attachment" "sessions" {
  role       = aws_iam_role.server.name
  policy_arn = "arn:${data.aws_partition.this.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "server" {
  name = "${var.name}-server"
  role = aws_iam_role.server.name
}
