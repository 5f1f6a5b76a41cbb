variable "name" {
  description = "Prefix of every name, such as workloop-staging."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 24 small letters, digits and hyphens, beginning with a letter: load balancers' names have no room for more."
  }
}

variable "cidr" {
  description = "Address range of the network, between /16 and /22. It must not overlap a network that it will be joined with."
  type        = string
  default     = "10.20.0.0/16"
  validation {
    condition     = can(cidrnetmask(var.cidr)) && try(tonumber(split("/", var.cidr)[1]) >= 16 && tonumber(split("/", var.cidr)[1]) <= 22, false)
    error_message = "cidr must be an IPv4 range between /16 and /22, such as 10.20.0.0/16."
  }
}

variable "zones" {
  description = "Availability zones, such as [\"eu-central-1a\", \"eu-central-1b\"]. A load balancer needs two."
  type        = list(string)
  validation {
    condition     = length(var.zones) >= 2 && length(var.zones) <= 4 && length(distinct(var.zones)) == length(var.zones)
    error_message = "zones must name two to four different availability zones: a load balancer needs two."
  }
}

variable "nat" {
  description = "\"one\" NAT gateway for all zones (cheap; when its zone is lost, servers elsewhere can't reach MongoDB) or one \"per_zone\"."
  type        = string
  default     = "per_zone"
  validation {
    condition     = contains(["one", "per_zone"], var.nat)
    error_message = "nat must be \"one\" or \"per_zone\"."
  }
}

variable "mongodb_ports" {
  description = "Ports on which servers may reach MongoDB, through the NAT. Atlas listens on 27015 to 27017."
  type        = object({ from = number, to = number })
  default     = { from = 27015, to = 27017 }
  validation {
    condition     = var.mongodb_ports.from >= 1024 && var.mongodb_ports.to <= 65535 && var.mongodb_ports.from <= var.mongodb_ports.to
    error_message = "mongodb_ports must be a range within 1024 to 65535, the smaller one first."
  }
}

variable "flow_log_days" {
  description = "Days to keep the record of who talked with whom and which names servers asked for (addresses, ports, names; no content)."
  type        = number
  default     = 30
  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365], var.flow_log_days)
    error_message = "flow_log_days must be one of what CloudWatch offers: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180 or 365."
  }
}
