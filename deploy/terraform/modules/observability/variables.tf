variable "name" {
  description = "Prefix of every name, such as workloop-staging."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 24 small letters, digits and hyphens, beginning with a letter."
  }
}

variable "email" {
  description = "Who is told of alarms and of the budget. Amazon sends a link first that must be opened."
  type        = string
  validation {
    condition     = can(regex("^[^@[:space:]]+@[^@[:space:]]+\\.[a-z]+$", var.email))
    error_message = "email must be an address, such as ops@example.com."
  }
}

variable "monthly_budget_usd" {
  description = "Dollars a month; a message comes at 80 % of it, and when the forecast is beyond it."
  type        = number
  validation {
    condition     = var.monthly_budget_usd >= 1
    error_message = "monthly_budget_usd must be 1 or more."
  }
}

variable "key_arn" {
  description = "The key that encrypts messages about alarms."
  type        = string
  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:", var.key_arn))
    error_message = "key_arn must be the ARN of a KMS key."
  }
}

variable "region" {
  description = "Where it all is, for the dashboard."
  type        = string
  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be an AWS region, such as eu-central-1."
  }
}

variable "group" {
  description = "Name of the auto-scaling group."
  type        = string
}

variable "servers" {
  description = "How many servers there should be."
  type        = number
  validation {
    condition     = var.servers >= 1 && floor(var.servers) == var.servers
    error_message = "servers must be a whole number, 1 or more."
  }
}

variable "connections" {
  description = "How many connections a server takes: its WORKLOOP_CONNECTIONS."
  type        = number
  default     = 20000
  validation {
    condition     = var.connections >= 1
    error_message = "connections must be 1 or more."
  }
}

variable "load_balancer_suffix" {
  description = "The load balancer, as CloudWatch's metrics name it."
  type        = string
}

variable "target_group_suffix" {
  description = "The target group, as CloudWatch's metrics name it."
  type        = string
}

variable "certificate_arn" {
  description = "The domain's certificate."
  type        = string
}

variable "nat_gateways" {
  description = "Each zone's NAT gateway."
  type        = map(string)
}

variable "valkey_nodes" {
  description = "Names of Valkey's nodes; none with a single server."
  type        = list(string)
  default     = []
}

variable "root_metric" {
  description = "Metric in the namespace Workloop that counts what the account's root does; null without a trail."
  type        = string
  default     = null
}
