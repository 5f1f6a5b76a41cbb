variable "organization" {
  description = "Atlas's id of your organization: 24 hexadecimal digits, in Organization Settings."
  type        = string
  validation {
    condition     = can(regex("^[0-9a-f]{24}$", var.organization))
    error_message = "organization must be Atlas's id of it: 24 hexadecimal digits, in Organization Settings."
  }
}

variable "environment" {
  description = "Which this is: staging or production."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,13}[a-z0-9]$", var.environment))
    error_message = "environment must be 2 to 15 small letters, digits and hyphens, beginning with a letter."
  }
}

variable "region" {
  description = "AWS region of the servers, such as eu-central-1: every message crosses that distance."
  type        = string
  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be an AWS region, such as eu-central-1."
  }
}

variable "nat_addresses" {
  description = "From the environment: terraform output -json nat_addresses."
  type        = list(string)
  validation {
    condition     = length(var.nat_addresses) >= 1 && alltrue([for address in var.nat_addresses : can(cidrnetmask("${address}/32")) && address != "0.0.0.0"])
    error_message = "nat_addresses must be IPv4 addresses, one or more, and not 0.0.0.0: that would be everyone."
  }
}

variable "size" {
  description = "Atlas's kind of cluster: M10 for staging and small teams, M30 or more for many people. Smaller ones have no backup."
  type        = string
  default     = "M10"
  validation {
    condition     = can(regex("^M[1-9][0-9]+$", var.size))
    error_message = "size must be M10 or larger: M0 and Flex have neither backups to the second nor enough connections."
  }
}

variable "disk_gib" {
  description = "Disk of each of the three nodes, GiB. Grows by itself."
  type        = number
  default     = 10
  validation {
    condition     = var.disk_gib >= 10 && floor(var.disk_gib) == var.disk_gib
    error_message = "disk_gib must be a whole number, 10 or more."
  }
}

variable "password" {
  description = "The servers' password: letters and digits, 24 or more, so that it needs no escaping in an address. export TF_VAR_password. null makes no user."
  type        = string
  default     = null
  sensitive   = true
  validation {
    condition     = var.password == null || can(regex("^[A-Za-z0-9]{24,}$", var.password))
    error_message = "password must be 24 or more letters and digits: other characters would have to be escaped in mongodb_url."
  }
}

variable "keep_data" {
  description = "true protects the cluster from being deleted. false is for trials."
  type        = bool
  default     = true
}
