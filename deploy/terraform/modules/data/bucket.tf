# The bucket of files: private, encrypted, versioned, reached by signed URLs over TLS only.

resource "aws_s3_bucket" "files" {
  #checkov:skip=CKV_AWS_144:A copy in another region doubles the cost; versions protect against mistakes. docs/AWS.md says how to add one.
  #checkov:skip=CKV2_AWS_62:Nothing listens to events: the server looks at an upload when it is finished.
  bucket        = local.bucket
  force_destroy = !var.keep_data
}

resource "aws_s3_bucket_ownership_controls" "files" {
  bucket = aws_s3_bucket.files.id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "files" {
  bucket                  = aws_s3_bucket.files.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "files" {
  bucket = aws_s3_bucket.files.id
  rule {
    # One key for many objects: without it every file asks the key service, and pays for it.
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.this.arn
    }
  }
}

resource "aws_s3_bucket_versioning" "files" {
  bucket = aws_s3_bucket.files.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "files" {
  bucket = aws_s3_bucket.files.id
  rule {
    id     = "old-versions"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days = var.old_version_days
    }
    expiration {
      expired_object_delete_marker = true
    }
  }
  rule {
    id     = "unfinished-uploads"
    status = "Enabled"
    filter {}
    abort_incomplete_multipart_upload {
      days_after_initiation = 2
    }
  }
  depends_on = [aws_s3_bucket_versioning.files]
}

resource "aws_s3_bucket_cors_configuration" "files" {
  bucket = aws_s3_bucket.files.id
  cors_rule {
    allowed_origins = ["https://${var.domain}"]
    allowed_methods = ["GET", "HEAD", "PUT"]
    allowed_headers = ["content-type", "x-amz-checksum-sha256", "x-amz-server-side-encryption", "range"]
    expose_headers  = ["ETag", "Content-Range", "Accept-Ranges"]
    max_age_seconds = 3600
  }
}

resource "aws_s3_bucket_logging" "files" {
  bucket        = aws_s3_bucket.files.id
  target_bucket = var.log_bucket
  target_prefix = "files/"
}

locals {
  bucket_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = ["arn:${local.aws}:s3:::${local.bucket}", "arn:${local.aws}:s3:::${local.bucket}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        # A signed URL that leaked is of no use an hour later, whatever it says of itself.
        Sid       = "SignedLately"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = ["arn:${local.aws}:s3:::${local.bucket}/*"]
        Condition = { NumericGreaterThan = { "s3:signatureAge" = "3600000" } }
      },
    ]
  })
}

resource "aws_s3_bucket_policy" "files" {
  bucket     = aws_s3_bucket.files.id
  policy     = local.bucket_policy
  depends_on = [aws_s3_bucket_public_access_block.files]
}
