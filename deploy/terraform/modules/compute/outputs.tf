output "group" {
  description = "Name of the auto-scaling group."
  value       = aws_autoscaling_group.servers.name
}

output "log_group" {
  description = "Where the servers' logs go."
  value       = aws_cloudwatch_log_group.servers.name
}

output "role_arn" {
  description = "The servers' role."
  value       = aws_iam_role.server.arn
}
