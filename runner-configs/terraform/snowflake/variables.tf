variable "account" {
  description = "The Snowflake account identifier, ORGANIZATION-ACCOUNT."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_]+-[A-Za-z0-9_-]+$", var.account))
    error_message = "account: expected ORGANIZATION-ACCOUNT, such as MYORG-MYACCOUNT."
  }
}

variable "names" {
  description = "The names of what is created."
  type = object({
    database         = optional(string, "GLOBOLATTE_DB")
    target_schema    = optional(string, "SALES_DATA")
    control_schema   = optional(string, "SNOWGAUGE")
    warehouse        = optional(string, "SNOWGAUGE_WH")
    resource_monitor = optional(string, "SNOWGAUGE_MONITOR")
    loader_role      = optional(string, "SNOWGAUGE_LOADER")
    init_role        = optional(string, "SNOWGAUGE_INIT")
    user             = optional(string, "SNOWGAUGE")
    integration      = optional(string, "SNOWGAUGE_AZURE")
    external_stage   = optional(string, "SNOWGAUGE_AZURE_PARTS")
  })
  default = {}

  validation {
    # Such names mean the same with quotes and without them, to Snowflake, its provider and Snowgauge.
    condition     = alltrue([for name in values(var.names) : can(regex("^[A-Z_][A-Z0-9_]{0,254}$", name))])
    error_message = "names: expected upper-case letters, digits and underscores, no digit first."
  }
}

# The virtual warehouse

variable "warehouse_size" {
  description = "The size of the virtual warehouse: XSMALL, SMALL, MEDIUM or LARGE."
  type        = string
  default     = "XSMALL"

  validation {
    condition     = contains(["XSMALL", "SMALL", "MEDIUM", "LARGE"], var.warehouse_size)
    error_message = "warehouse_size: expected XSMALL, SMALL, MEDIUM or LARGE; loading gains nothing from more."
  }
}

variable "auto_suspend_seconds" {
  description = "After how many idle seconds the virtual warehouse is suspended."
  type        = number
  default     = 60

  validation {
    condition     = var.auto_suspend_seconds >= 30 && var.auto_suspend_seconds <= 3600
    error_message = "auto_suspend_seconds: expected 30 to 3600; 0 would mean never."
  }
}

variable "credit_quota" {
  description = "Credits a month after which the virtual warehouse is suspended: the ceiling of what loading may cost."
  type        = number
  default     = 50

  validation {
    condition     = var.credit_quota >= 1 && floor(var.credit_quota) == var.credit_quota
    error_message = "credit_quota: expected a whole number from 1."
  }
}

variable "notify_users" {
  description = "Users who get an e-mail at 75 and 90 percent of the quota; they have to have a verified address."
  type        = set(string)
  default     = []
}

# Who may do what

variable "public_key" {
  description = "The public half of the service user's key pair, in PEM."
  type        = string

  validation {
    condition     = can(regex("^(-----BEGIN PUBLIC KEY-----\\s)?[A-Za-z0-9+/=\\s]{300,}(-----END PUBLIC KEY-----\\s*)?$", var.public_key))
    error_message = "public_key: expected the public half of an RSA key of at least 2048 bits, as 'openssl rsa -in snowflake.p8 -pubout' prints it."
  }
}

variable "next_public_key" {
  description = "The public half of the key pair that is to follow, while keys are rotated."
  type        = string
  default     = null

  validation {
    condition     = var.next_public_key == null || can(regex("^(-----BEGIN PUBLIC KEY-----\\s)?[A-Za-z0-9+/=\\s]{300,}(-----END PUBLIC KEY-----\\s*)?$", var.next_public_key))
    error_message = "next_public_key: expected the public half of an RSA key of at least 2048 bits, as 'openssl rsa -in snowflake.p8 -pubout' prints it."
  }
}

variable "parent_role" {
  description = "The role that both roles are granted to, so that administrators can do what they can."
  type        = string
  default     = "SYSADMIN"
}

variable "init_users" {
  description = "Users, already there, who may run 'snowgauge init'."
  type        = set(string)
  default     = []
}

# An external stage

variable "external_stage" {
  description = "In place of the internal stage, an external one over the staging area in Azure: the tenant, and the URL azure://ACCOUNT.blob.core.windows.net/staging/."
  type        = object({ tenant_id = string, url = string })
  default     = null

  validation {
    condition     = var.external_stage == null || can(regex("^azure://[a-z0-9]+[.]blob[.]core[.]windows[.]net/[^/]+/(.*/)?$", var.external_stage.url))
    error_message = "external_stage: expected azure://ACCOUNT.blob.core.windows.net/CONTAINER/ as url, with a slash at its end."
  }
}
