output "bucket" {
  description = "Name of the bucket of files."
  value       = aws_s3_bucket.files.bucket
}

output "bucket_arn" {
  description = "The bucket, for the servers' role."
  value       = aws_s3_bucket.files.arn
}

output "key_arn" {
  description = "The key that encrypts files, secrets and logs."
  value       = aws_kms_key.this.arn
}

output "secret_arns" {
  description = "Variable of the server's .env to the secret that holds it."
  value = {
    WORKLOOP_DATABASE_URL = aws_secretsmanager_secret.database.arn
    WORKLOOP_SECRET       = aws_secretsmanager_secret.signing.arn
  }
}

output "secret_versions" {
  description = "Changes when a secret does, so that servers are replaced."
  value       = "${var.secret_versions.mongodb}.${var.secret_versions.signing}"
}

output "media_url" {
  description = "WORKLOOP_MEDIA_URL."
  value       = "s3://${aws_s3_bucket.files.bucket}?region=${local.region}&prefix=media&encryption=aws:kms"
}

output "media_origin" {
  description = "Where browsers fetch files and send them to: MEDIA_ORIGIN of the compose file."
  value       = "https://${aws_s3_bucket.files.bucket_regional_domain_name}"
}

output "bus_url" {
  description = "WORKLOOP_BUS_URL."
  value       = var.valkey == null ? "local:" : "valkeys://${aws_elasticache_replication_group.this[0].primary_endpoint_address}:6379"
}

output "valkey_nodes" {
  description = "Names of Valkey's nodes, as CloudWatch's metrics name them."
  value       = var.valkey == null ? [] : [for i in range(var.valkey.nodes) : format("%s-%03d", var.name, i + 1)]
}
