variable "environment" {
  description = "Which this is, such as staging; part of every name."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,13}[a-z0-9]$", var.environment))
    error_message = "environment must be 2 to 15 small letters, digits and hyphens, beginning with a letter."
  }
}

variable "nat" {
  description = "one NAT gateway, or one per_zone."
  type        = string
}

variable "region" {
  description = "AWS region, such as eu-central-1."
  type        = string
  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be an AWS region, such as eu-central-1."
  }
}

variable "zones" {
  description = "Letters of the availability zones, two to four. Named and not looked up, so that a zone that Amazon adds moves nothing."
  type        = list(string)
  validation {
    condition     = alltrue([for letter in var.zones : can(regex("^[a-z]$", letter))])
    error_message = "zones must be letters, such as [\"a\", \"b\"]."
  }
}

variable "domain" {
  description = "Where people reach Workloop, such as chat.example.com."
  type        = string
}

variable "zone_name" {
  description = "The Route 53 hosted zone that the domain is in, such as example.com."
  type        = string
}

variable "email" {
  description = "Who is told of alarms and of the budget."
  type        = string
}

variable "monthly_budget_usd" {
  description = "Dollars a month; a message comes at 80 %."
  type        = number
}

variable "registry" {
  description = "Where the images are, without tag, such as ghcr.io/example."
  type        = string
}

variable "release" {
  description = "The images' tag. Changing it makes another version of what servers are made of; roll brings it to them."
  type        = string
}

variable "compose_folder" {
  description = "Folder of compose.yaml; deploy/compose of the repository."
  type        = string
}

variable "mongodb_url" {
  description = "mongodb+srv://user:password@host/workloop, from Atlas: export TF_VAR_mongodb_url. Neither plan nor state keeps it."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "secret_versions" {
  description = "Raise mongodb by one to store another mongodb_url, signing to make another signing secret."
  type        = object({ mongodb = optional(number, 1), signing = optional(number, 1) })
}

variable "servers" {
  description = "How many servers; more than one share a Valkey."
  type        = number
}

variable "instance_type" {
  description = "Kind of server, ARM."
  type        = string
}

variable "keep_data" {
  description = "false lets terraform destroy delete files, secrets and logs."
  type        = bool
}

variable "trail" {
  description = "Whether to keep a record of who changed what in the account. false when it has one already, such as another environment's: a second one is paid by the call."
  type        = bool
}
