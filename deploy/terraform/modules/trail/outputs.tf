output "log_group" {
  description = "Where calls can be searched."
  value       = aws_cloudwatch_log_group.trail.name
}

output "root_metric" {
  description = "Counts what the account's root did, in the namespace Workloop."
  value       = one(aws_cloudwatch_log_metric_filter.root.metric_transformation).name
}
