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

variable "release" {
  description = "The images' tag, such as 1.4.0. Changing it makes another version of the launch template, which roll brings to the servers. \"latest\" is refused: nobody could say what runs, nor go back."
  type        = string
  validation {
    condition     = can(regex("^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$", var.release)) && var.release != "latest"
    error_message = "release must be an image tag that stays what it is, such as 1.4.0, and not latest."
  }
}

variable "registry" {
  description = "Where the images are, without tag, such as ghcr.io/example or 123456789012.dkr.ecr.eu-central-1.amazonaws.com/workloop."
  type        = string
  validation {
    condition     = can(regex("^[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)+$", var.registry))
    error_message = "registry must be a host and a path without https:// and without a tag, such as ghcr.io/example."
  }
}

variable "compose_folder" {
  description = "Folder of compose.yaml and what it mounts. Its files are written to /opt/workloop on each server."
  type        = string
  validation {
    condition     = fileexists("${var.compose_folder}/compose.yaml")
    error_message = "compose_folder has no compose.yaml: it should be deploy/compose of the repository."
  }
}

variable "environment" {
  description = "Lines of the servers' .env that aren't secret, by name."
  type        = map(string)
  validation {
    condition     = alltrue([for name, value in var.environment : can(regex("^[A-Z][A-Z0-9_]*$", name)) && !can(regex("[\n\r']", value))])
    error_message = "environment must have names in capitals, and values without line breaks and single quotes."
  }
  validation {
    condition     = length(setintersection(keys(var.environment), ["WORKLOOP_SECRET", "WORKLOOP_DATABASE_URL"])) == 0
    error_message = "WORKLOOP_SECRET and WORKLOOP_DATABASE_URL are secrets: they belong into secret_arns."
  }
}

variable "secret_arns" {
  description = "Lines of the servers' .env that are secret: name to the Secrets Manager secret that holds the value."
  type        = map(string)
  validation {
    condition     = alltrue([for name in keys(var.secret_arns) : can(regex("^[A-Z][A-Z0-9_]*$", name))])
    error_message = "secret_arns must have names in capitals."
  }
}

variable "secret_versions" {
  description = "Anything that changes when a secret does: servers are then replaced and read it anew."
  type        = string
  default     = "1"
}

variable "key_arn" {
  description = "The key that encrypts files and secrets."
  type        = string
}

variable "bucket_arn" {
  description = "The bucket of files."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets, in two zones or more."
  type        = list(string)
  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "Servers need private subnets in two zones, so that one may be lost."
  }
}

variable "group_id" {
  description = "Security group of the servers."
  type        = string
}

variable "target_group_arn" {
  description = "Where servers register."
  type        = string
}

variable "drain_seconds" {
  description = "How long the load balancer lets a leaving server finish."
  type        = number
  default     = 120
}

variable "instance_type" {
  description = "Kind of server, ARM (t4g, m7g, c7g…), such as t4g.small."
  type        = string
  default     = "t4g.small"
  validation {
    condition     = can(regex("^[a-z]+[0-9]+g[a-z]*\\.[a-z0-9]+$", var.instance_type))
    error_message = "instance_type must be a Graviton (ARM) kind, such as t4g.small or m7g.large: the image is for ARM."
  }
}

variable "servers" {
  description = "How many servers. More than one needs Valkey."
  type        = number
  default     = 1
  validation {
    condition     = var.servers >= 1 && var.servers <= 20 && floor(var.servers) == var.servers
    error_message = "servers must be a whole number from 1 to 20."
  }
}

variable "disk_gib" {
  description = "Size of a server's disk, GiB: the system, images and the search index."
  type        = number
  default     = 20
  validation {
    condition     = var.disk_gib >= 16 && var.disk_gib <= 1000
    error_message = "disk_gib must be from 16 to 1000."
  }
}

variable "log_days" {
  description = "Days to keep the servers' logs."
  type        = number
  default     = 30
  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365], var.log_days)
    error_message = "log_days must be one of what CloudWatch offers: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180 or 365."
  }
}
