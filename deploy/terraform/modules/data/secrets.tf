# What the servers' .env holds and nobody else should know. Values go in by write-only
# arguments: neither plan nor state has them, and Terraform can't read them back.

resource "aws_secretsmanager_secret" "database" {
  #checkov:skip=CKV2_AWS_57:Another password must reach Atlas and every server at once: docs/AWS.md says how.
  name                    = "${var.name}/WORKLOOP_DATABASE_URL"
  description             = "Where MongoDB is, with the password"
  kms_key_id              = aws_kms_key.this.arn
  recovery_window_in_days = var.keep_data ? 30 : 0
}

resource "aws_secretsmanager_secret_version" "database" {
  secret_id                = aws_secretsmanager_secret.database.id
  secret_string_wo         = var.mongodb_url
  secret_string_wo_version = var.secret_versions.mongodb
}

resource "aws_secretsmanager_secret" "signing" {
  #checkov:skip=CKV2_AWS_57:Another secret ends every link to a file that was handed out: it is changed when there is a reason.
  name                    = "${var.name}/WORKLOOP_SECRET"
  description             = "Signs links to files"
  kms_key_id              = aws_kms_key.this.arn
  recovery_window_in_days = var.keep_data ? 30 : 0
}

resource "aws_secretsmanager_secret_version" "signing" {
  secret_id                = aws_secretsmanager_secret.signing.id
  secret_string_wo         = var.signing_secret
  secret_string_wo_version = var.secret_versions.signing
}
