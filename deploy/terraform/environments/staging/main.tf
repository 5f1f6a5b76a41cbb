# Staging: as small as it can be. One server, one NAT gateway, no Valkey.

locals {
  environment = "staging"
}

module "workloop" {
  source             = "../../modules/workloop"
  environment        = local.environment
  nat                = "one"
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
