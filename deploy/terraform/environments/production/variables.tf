variable "region" {
  description = "AWS region, such as eu-central-1."
  type        = string
}

variable "zones" {
  description = "Letters of the availability zones, two to four. Named and not looked up, so that a zone that Amazon adds moves nothing."
  type        = list(string)
  default     = ["a", "b"]
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
  default     = 300
}

variable "registry" {
  description = "Where the images are, without tag, such as ghcr.io/example."
  type        = string
}

variable "release" {
  description = "The images' tag, such as 1.4.0. After changing it: terraform apply, then ../../roll."
  type        = string
}

variable "compose_folder" {
  description = "Folder of compose.yaml; deploy/compose of the repository."
  type        = string
  default     = "../../../compose"
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
  default     = {}
}

variable "servers" {
  description = "How many servers; more than one share a Valkey."
  type        = number
  default     = 2
  validation {
    condition     = var.servers >= 2
    error_message = "Production has two servers or more, so that one may be lost or replaced. One alone is what staging is."
  }
}

variable "instance_type" {
  description = "Kind of server, ARM."
  type        = string
  default     = "t4g.medium"
}

variable "keep_data" {
  description = "false lets terraform destroy delete files, secrets and logs."
  type        = bool
  default     = true
}

variable "trail" {
  description = "Whether to keep a record of who changed what in the account. false when it has one already, such as another environment's: a second one is paid by the call."
  type        = bool
  default     = true
}
