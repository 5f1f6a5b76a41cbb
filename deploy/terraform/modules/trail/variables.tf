variable "name" {
  description = "Prefix of every name, such as workloop-staging."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 24 small letters, digits and hyphens, beginning with a letter."
  }
}

variable "log_bucket" {
  description = "Bucket that the record goes to, beneath trail/. Its policy must let CloudTrail write there."
  type        = string
}

variable "key_arn" {
  description = "The key that encrypts the record. Its policy must let CloudTrail use it."
  type        = string
  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:", var.key_arn))
    error_message = "key_arn must be the ARN of a KMS key."
  }
}

variable "log_days" {
  description = "Days to keep the record in CloudWatch, where it can be searched."
  type        = number
  default     = 90
  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365], var.log_days)
    error_message = "log_days must be one of what CloudWatch offers: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180 or 365."
  }
}
