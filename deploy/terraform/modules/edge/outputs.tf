output "target_group_arn" {
  description = "Servers register here."
  value       = aws_lb_target_group.this.arn
}

output "load_balancer_suffix" {
  description = "The load balancer, as CloudWatch's metrics name it."
  value       = aws_lb.this.arn_suffix
}

output "target_group_suffix" {
  description = "The target group, as CloudWatch's metrics name it."
  value       = aws_lb_target_group.this.arn_suffix
}

output "log_bucket" {
  description = "Where access logs go."
  value       = aws_s3_bucket.logs.bucket
  depends_on  = [aws_s3_bucket_policy.logs]
}

output "drain_seconds" {
  description = "How long a leaving server may finish."
  value       = var.drain_seconds
}

output "certificate_arn" {
  description = "The domain's certificate."
  value       = aws_acm_certificate_validation.this.certificate_arn
}
