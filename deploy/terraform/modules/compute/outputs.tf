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

output "launch_template" {
  description = "What servers are to be made of: template and version."
  value       = "${aws_launch_template.server.id}:${aws_launch_template.server.latest_version}"
}
