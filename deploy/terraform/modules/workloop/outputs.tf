output "address" {
  description = "Where Workloop is."
  value       = "https://${var.domain}"
}

output "nat_addresses" {
  description = "Enter each in MongoDB Atlas under Network Access."
  value       = module.network.nat_addresses
}

output "log_group" {
  description = "The servers' logs in CloudWatch."
  value       = module.compute.log_group
}

output "next" {
  description = "What to do now."
  value       = <<-NEXT
    1. MongoDB Atlas, Network Access: allow ${join(" and ", module.network.nat_addresses)}, and nothing else.
    2. Open the link that Amazon sent to ${var.email}, or nobody hears of alarms.
    3. Open https://${var.domain}. The set-up code is in the log: aws logs tail ${module.compute.log_group} --region ${var.region}
    4. Another release: terraform apply -var release=TAG
  NEXT
}
