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

output "group" {
  description = "The servers' auto-scaling group, for roll."
  value       = module.compute.group
}

output "launch_template" {
  description = "What servers are to be made of, for roll."
  value       = module.compute.launch_template
}

output "next" {
  description = "What to do now."
  value       = <<-NEXT
    1. MongoDB Atlas, Network Access: allow ${join(" and ", module.network.nat_addresses)}, and nothing else.
    2. Open the link that Amazon sent to ${var.email}, or nobody hears of alarms.
    3. Open https://${var.domain}. The set-up code is in the log: aws logs tail ${module.compute.log_group} --region ${var.region}
    4. Look at it all: https://${var.region}.console.aws.amazon.com/cloudwatch/home?region=${var.region}#dashboards/dashboard/${module.observability.dashboard}
    5. After each apply that changed what servers are made of (another release, secret or system): ../../roll ${var.environment}
  NEXT
}
