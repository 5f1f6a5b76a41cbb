output "address" {
  description = "Where Workloop is."
  value       = module.workloop.address
}

output "nat_addresses" {
  description = "Enter each in MongoDB Atlas under Network Access."
  value       = module.workloop.nat_addresses
}

output "log_group" {
  description = "The servers' logs in CloudWatch."
  value       = module.workloop.log_group
}

output "group" {
  description = "The servers' auto-scaling group, for roll."
  value       = module.workloop.group
}

output "launch_template" {
  description = "What servers are to be made of, for roll."
  value       = module.workloop.launch_template
}

output "next" {
  description = "What to do now."
  value       = module.workloop.next
}
