variable "name" {
  description = "Prefix of every name, such as workloop-staging."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 24 small letters, digits and hyphens, beginning with a letter."
  }
}

variable "domain" {
  description = "Where people reach Workloop, such as chat.example.com: only pages from there may put files into the bucket."
  type        = string
  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain))
    error_message = "domain must be a host name without https:// and without a path, such as chat.example.com."
  }
}

variable "keep_data" {
  description = "true refuses to delete the bucket while it holds files, and keeps deleted secrets and the key for 30 days. false is for trials."
  type        = bool
  default     = true
}

variable "old_version_days" {
  description = "Days that a deleted or overwritten file can still be brought back."
  type        = number
  default     = 30
  validation {
    condition     = var.old_version_days >= 1 && var.old_version_days <= 365 && floor(var.old_version_days) == var.old_version_days
    error_message = "old_version_days must be a whole number from 1 to 365."
  }
}

variable "mongodb_url" {
  description = "Where MongoDB is: mongodb+srv://user:password@host/workloop, from Atlas. Given as TF_VAR_mongodb_url or asked for; neither plan nor state keeps it."
  type        = string
  sensitive   = true
  ephemeral   = true
  validation {
    condition     = can(regex("^mongodb(\\+srv)?://[^:@/]+:[^@/]+@[^/]+", var.mongodb_url))
    error_message = "mongodb_url must look like mongodb+srv://user:password@host/workloop; percent-encode :, / and @ within the password."
  }
}

variable "signing_secret" {
  description = "Signs links to files and the set-up code: 32 random characters or more. The environments make it; neither plan nor state keeps it."
  type        = string
  sensitive   = true
  ephemeral   = true
  validation {
    condition     = length(var.signing_secret) >= 32
    error_message = "signing_secret must have 32 characters or more."
  }
}

variable "secret_versions" {
  description = "Raise mongodb by one to store another mongodb_url, signing to store another signing_secret (links to files that were handed out end)."
  type        = object({ mongodb = optional(number, 1), signing = optional(number, 1) })
  default     = {}
  validation {
    condition     = alltrue([for v in values(var.secret_versions) : v >= 1 && floor(v) == v])
    error_message = "secret_versions must be whole numbers, 1 or more."
  }
}

variable "valkey" {
  description = "Valkey between servers: its node type, how many nodes, and where. null with a single server, which needs none."
  type = object({
    node_type = optional(string, "cache.t4g.micro")
    nodes     = optional(number, 2)
    subnets   = list(string)
    group     = string
  })
  default = null
  validation {
    condition     = var.valkey == null || try(var.valkey.nodes >= 1 && var.valkey.nodes <= 6 && length(var.valkey.subnets) >= 2, false)
    error_message = "valkey needs 1 to 6 nodes and subnets in two zones."
  }
}

variable "log_bucket" {
  description = "Bucket that the log of who read which file goes to, beneath files/."
  type        = string
}
