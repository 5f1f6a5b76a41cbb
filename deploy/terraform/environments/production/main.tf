# Production: two servers or more in two zones, a NAT gateway in each, Valkey between them.

locals {
  environment = "production"
}

module "workloop" {
  source             = "../../modules/workloop"
  environment        = local.environment
  nat                = "per_zone"
  region             = var.region
  zones              = var.zones
  domain             = var.domain
  zone_name          = var.zone_name
  email              = var.email
  monthly_budget_usd = var.monthly_budget_usd
  registry           = var.registry
  release            = var.release
  compose_folder     = var.compose_folder
  mongodb_url        = var.mongodb_url
  secret_versions    = var.secret_versions
  servers            = var.servers
  instance_type      = var.instance_type
  keep_data          = var.keep_data
  trail              = var.trail
}
