variable "subscription_id" {
  description = "The Azure subscription."
  type        = string
}

variable "location" {
  description = "The Azure region, best that of the Snowflake account."
  type        = string
  default     = "westeurope"
}

variable "storage_account_name" {
  description = "The storage account, unique in all of Azure."
  type        = string
}

variable "event_hubs_namespace_name" {
  description = "The Event Hubs namespace, unique in all of Azure."
  type        = string
}

variable "allowed_ip_ranges" {
  description = "Public addresses that may upload files and read the archive from outside the network."
  type        = list(string)
  default     = []
}

variable "kubernetes_oidc_issuer_url" {
  description = "The OIDC issuer of the Kubernetes cluster, once there is one."
  type        = string
  default     = null
}

variable "extract_service_account" {
  description = "The service account of the pods that run 'snowgauge extract', if any: snowgauge:snowgauge-extract."
  type        = string
  default     = null
}

variable "snowflake_account" {
  description = "The Snowflake account identifier, ORGANIZATION-ACCOUNT."
  type        = string
}

variable "public_key_file" {
  description = "The file of the public half of the service user's key pair."
  type        = string
  default     = "snowflake.pub"
}

variable "next_public_key_file" {
  description = "The file of the public half of the key pair that is to follow, while keys are rotated."
  type        = string
  default     = null
}

variable "credit_quota" {
  description = "Credits a month after which loading is suspended."
  type        = number
  default     = 50
}

variable "init_users" {
  description = "Users, already there, who may run 'snowgauge init'."
  type        = set(string)
  default     = []
}
