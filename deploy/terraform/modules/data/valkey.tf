# How servers tell each other of changes. It holds hints and presence, never a message, and
# losing it costs a moment of latency.

resource "aws_elasticache_subnet_group" "this" {
  count      = var.valkey == null ? 0 : 1
  name       = var.name
  subnet_ids = var.valkey.subnets
}

resource "aws_elasticache_replication_group" "this" {
  #checkov:skip=CKV_AWS_31:TLS is on. Provider 5 would put a password into the state in clear (aws_elasticache_user has passwords_wo only in a later one); the security group admits the servers and nobody else, and who is on one could read it there.
  #checkov:skip=CKV2_AWS_50:Fails over by itself from two nodes on, which is the default; checkov can't tell.
  count                      = var.valkey == null ? 0 : 1
  replication_group_id       = var.name
  description                = "Workloop ${var.name}: between servers"
  engine                     = "valkey"
  engine_version             = "8.0"
  node_type                  = var.valkey.node_type
  num_cache_clusters         = var.valkey.nodes
  port                       = 6379
  subnet_group_name          = aws_elasticache_subnet_group.this[0].name
  security_group_ids         = [var.valkey.group]
  transit_encryption_enabled = true
  at_rest_encryption_enabled = true
  kms_key_id                 = aws_kms_key.this.arn
  automatic_failover_enabled = var.valkey.nodes > 1
  multi_az_enabled           = var.valkey.nodes > 1
  auto_minor_version_upgrade = true
  apply_immediately          = true
}
