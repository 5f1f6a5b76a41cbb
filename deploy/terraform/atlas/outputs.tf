output "address" {
  description = "The cluster, without user and password."
  value       = mongodbatlas_advanced_cluster.this.connection_strings.standard_srv
}

output "next" {
  description = "What to do now."
  value       = <<-NEXT
    1. ${nonsensitive(var.password == null) ? "Database Access: a user workloop with readWrite on workloop, for this cluster only." : "The user workloop is there."}
    2. export TF_VAR_mongodb_url=${replace(mongodbatlas_advanced_cluster.this.connection_strings.standard_srv, "mongodb+srv://", "mongodb+srv://workloop:PASSWORD@")}/workloop
    3. terraform apply in ../environments/${var.environment}
  NEXT
}
