# A whole Workloop: what an environment is made of, wired once. Environments say only how large.

locals {
  name = "workloop-${var.environment}"
}

# Made anew with each run, stored only when secret_versions.signing changes.
ephemeral "aws_secretsmanager_random_password" "signing" {
  password_length     = 48
  exclude_punctuation = true
}

module "network" {
  source = "../network"
  name   = local.name
  zones  = [for letter in var.zones : "${var.region}${letter}"]
  nat    = var.nat
}

module "edge" {
  source     = "../edge"
  name       = local.name
  domain     = var.domain
  zone_name  = var.zone_name
  vpc_id     = module.network.vpc_id
  subnet_ids = module.network.public_subnet_ids
  group_id   = module.network.front_group_id
  keep_data  = var.keep_data
}

module "data" {
  source          = "../data"
  name            = local.name
  domain          = var.domain
  keep_data       = var.keep_data
  log_bucket      = module.edge.log_bucket
  mongodb_url     = var.mongodb_url
  signing_secret  = ephemeral.aws_secretsmanager_random_password.signing.random_password
  secret_versions = var.secret_versions
  valkey          = var.servers == 1 ? null : { subnets = module.network.private_subnet_ids, group = module.network.valkey_group_id }
}

module "compute" {
  source           = "../compute"
  name             = local.name
  domain           = var.domain
  registry         = var.registry
  release          = var.release
  compose_folder   = var.compose_folder
  servers          = var.servers
  instance_type    = var.instance_type
  subnet_ids       = module.network.private_subnet_ids
  group_id         = module.network.servers_group_id
  target_group_arn = module.edge.target_group_arn
  drain_seconds    = module.edge.drain_seconds
  bucket_arn       = module.data.bucket_arn
  key_arn          = module.data.key_arn
  secret_arns      = module.data.secret_arns
  secret_versions  = module.data.secret_versions
  environment = {
    WORKLOOP_MEDIA_URL = module.data.media_url
    WORKLOOP_BUS_URL   = module.data.bus_url
    MEDIA_ORIGIN       = module.data.media_origin
    VPC_CIDR           = module.network.cidr
  }
}

module "trail" {
  count      = var.trail ? 1 : 0
  source     = "../trail"
  name       = local.name
  log_bucket = module.edge.log_bucket
  key_arn    = module.data.key_arn
}

module "observability" {
  source               = "../observability"
  name                 = local.name
  region               = var.region
  email                = var.email
  monthly_budget_usd   = var.monthly_budget_usd
  key_arn              = module.data.key_arn
  group                = module.compute.group
  servers              = var.servers
  load_balancer_suffix = module.edge.load_balancer_suffix
  target_group_suffix  = module.edge.target_group_suffix
  certificate_arn      = module.edge.certificate_arn
  nat_gateways         = module.network.nat_gateways
  valkey_nodes         = module.data.valkey_nodes
  root_metric          = one(module.trail[*].root_metric)
}

# While data is to be kept, `terraform destroy` is refused before it has destroyed anything, the
# NAT gateways' addresses included, which MongoDB's access list holds.
resource "terraform_data" "keep" {
  count = var.keep_data ? 1 : 0
  input = "To give all up: keep_data = false, then terraform state rm module.workloop.terraform_data.keep"
  lifecycle {
    prevent_destroy = true
  }
}
