# MongoDB Atlas, for who wants it from Terraform too; by hand it is a quarter of an hour. A root of
# its own: it has another provider, other credentials, and outlives the servers. Nobody but the
# NAT gateways' addresses gets in.

resource "mongodbatlas_project" "this" {
  name   = "workloop-${var.environment}"
  org_id = var.organization
}

resource "mongodbatlas_advanced_cluster" "this" {
  project_id                     = mongodbatlas_project.this.id
  name                           = "workloop"
  cluster_type                   = "REPLICASET"
  mongo_db_major_version         = "8.0"
  backup_enabled                 = true
  pit_enabled                    = true
  termination_protection_enabled = var.keep_data
  replication_specs = [{
    region_configs = [{
      provider_name = "AWS"
      region_name   = upper(replace(var.region, "-", "_"))
      priority      = 7
      electable_specs = {
        instance_size = var.size
        node_count    = 3
        disk_size_gb  = var.disk_gib
      }
      # A disk that fills up ends everything; a larger one costs cents.
      auto_scaling = {
        disk_gb_enabled = true
      }
    }]
  }]
  advanced_configuration = {
    minimum_enabled_tls_protocol = "TLS1_2"
    javascript_enabled           = false
  }
  tags = { Project = "workloop", Environment = var.environment }
}

# A day's mistakes are undone to the second, a week's to the day.
resource "mongodbatlas_cloud_backup_schedule" "this" {
  project_id            = mongodbatlas_project.this.id
  cluster_name          = mongodbatlas_advanced_cluster.this.name
  reference_hour_of_day = 3
  restore_window_days   = 2
  auto_export_enabled   = false
  update_snapshots      = true
  policy_item_daily {
    frequency_interval = 1
    retention_unit     = "days"
    retention_value    = 7
  }
  policy_item_weekly {
    frequency_interval = 6
    retention_unit     = "weeks"
    retention_value    = 4
  }
}

resource "mongodbatlas_project_ip_access_list" "nat" {
  for_each   = toset(var.nat_addresses)
  project_id = mongodbatlas_project.this.id
  ip_address = each.value
  comment    = "NAT gateway of workloop-${var.environment}"
}

# What a server needs, and not for another cluster. Its password stands in this root's state: leave
# `password` out to make the user by hand instead.
resource "mongodbatlas_database_user" "workloop" {
  count              = var.password == null ? 0 : 1
  project_id         = mongodbatlas_project.this.id
  username           = "workloop"
  password           = var.password
  auth_database_name = "admin"
  roles {
    role_name     = "readWrite"
    database_name = "workloop"
  }
  scopes {
    name = mongodbatlas_advanced_cluster.this.name
    type = "CLUSTER"
  }
}
