variable "name" {
  description = "Prefix of every name, such as workloop-staging."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 24 small letters, digits and hyphens, beginning with a letter."
  }
}

variable "domain" {
  description = "Where people reach Workloop, such as chat.example.com."
  type        = string
  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain))
    error_message = "domain must be a host name without https:// and without a path, such as chat.example.com."
  }
}

variable "zone_name" {
  description = "The Route 53 hosted zone that the domain is in, such as example.com. It must exist already: its name servers are entered where the domain was bought."
  type        = string
  validation {
    condition     = var.domain == var.zone_name || endswith(var.domain, ".${var.zone_name}")
    error_message = "domain must be zone_name or end with a dot and zone_name."
  }
}

variable "caa" {
  description = "Whether to say in the domain's CAA record that only Amazon may issue certificates. false when the domain has one already."
  type        = bool
  default     = true
}

variable "vpc_id" {
  description = "The network."
  type        = string
}

variable "subnet_ids" {
  description = "Public subnets in two zones or more."
  type        = list(string)
  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "A load balancer needs subnets in two zones."
  }
}

variable "group_id" {
  description = "Security group of the load balancer."
  type        = string
}

variable "drain_seconds" {
  description = "How long a server that leaves may finish. Longer than the server's own drain."
  type        = number
  default     = 120
  validation {
    condition     = var.drain_seconds >= 30 && var.drain_seconds <= 3600
    error_message = "drain_seconds must be from 30 to 3600."
  }
}

variable "idle_seconds" {
  description = "How long a silent connection is kept. Twice the heartbeat or more, and less than nginx's keepalive_timeout of 310 s."
  type        = number
  default     = 300
  validation {
    condition     = var.idle_seconds >= 60 && var.idle_seconds <= 300
    error_message = "idle_seconds must be from 60 (twice the heartbeat) to 300 (nginx keeps connections for 310)."
  }
}

variable "requests_per_5_minutes" {
  description = "Requests an address may make in five minutes before the firewall refuses it. A whole office may share one address."
  type        = number
  default     = 20000
  validation {
    condition     = var.requests_per_5_minutes >= 1000 && var.requests_per_5_minutes <= 2000000
    error_message = "requests_per_5_minutes must be from 1000 to 2000000: an office that reconnects at once makes hundreds."
  }
}

variable "log_days" {
  description = "Days to keep access logs."
  type        = number
  default     = 90
  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365], var.log_days)
    error_message = "log_days must be one of what CloudWatch offers: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180 or 365."
  }
}

variable "keep_data" {
  description = "true protects the load balancer and the logs from being deleted. false is for trials."
  type        = bool
  default     = true
}
