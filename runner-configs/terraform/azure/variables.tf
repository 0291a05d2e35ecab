variable "name" {
  description = "What the names of all resources begin with."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "name: expected 3 to 32 lower-case letters, digits and hyphens, a letter first."
  }
}

variable "location" {
  description = "The Azure region. Best that of the Snowflake account: traffic between regions costs."
  type        = string
}

variable "tags" {
  description = "Tags of all resources that take them."
  type        = map(string)
  default     = {}
}

# Network

variable "address_space" {
  description = "The address range of the virtual network."
  type        = string
  default     = "10.42.0.0/16"

  validation {
    condition     = can(cidrnetmask(var.address_space))
    error_message = "address_space: expected an IPv4 range such as 10.42.0.0/16."
  }
}

variable "core_subnet_prefix" {
  description = "The address range of the core subnet, where Kubernetes' nodes and the private endpoints are."
  type        = string
  default     = "10.42.0.0/20"

  validation {
    condition     = can(cidrnetmask(var.core_subnet_prefix))
    error_message = "core_subnet_prefix: expected an IPv4 range such as 10.42.0.0/20."
  }
}

variable "allowed_ip_ranges" {
  description = "Public addresses, or ranges of up to 30 bits, that may reach storage and Event Hubs from outside the network."
  type        = list(string)
  default     = []

  validation {
    # Storage refuses /31, /32 and private addresses, Event Hubs would take them.
    condition = alltrue([
      for range in var.allowed_ip_ranges :
      can(regex("^[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+(/([0-9]|[12][0-9]|30))?$", range))
      && can(cidrnetmask(strcontains(range, "/") ? range : "${range}/32"))
      && !can(regex("^(10|127|192[.]168|172[.](1[6-9]|2[0-9]|3[01]))[.]", range))
    ])
    error_message = "allowed_ip_ranges: expected public IPv4 addresses, or ranges of up to 30 bits such as 203.0.113.0/24; leave out the /32 of a single address."
  }
}

variable "snowflake_subnet_ids" {
  description = "Snowflake's subnets, which SYSTEM$GET_SNOWFLAKE_PLATFORM_INFO() lists. Only an external stage needs them."
  type        = list(string)
  default     = []

  validation {
    condition = alltrue([
      for id in var.snowflake_subnet_ids :
      can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Network/virtualNetworks/[^/]+/subnets/[^/]+$", id))
    ])
    error_message = "snowflake_subnet_ids: expected /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/virtualNetworks/…/subnets/…"
  }
}

variable "storage_private_endpoint" {
  description = "Whether storage has a private endpoint, too, beside the service endpoint of the core subnet."
  type        = bool
  default     = false
}

# Storage

variable "storage_account_name" {
  description = "The storage account, unique in all of Azure."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]{3,24}$", var.storage_account_name))
    error_message = "storage_account_name: expected 3 to 24 lower-case letters and digits."
  }
}

variable "storage_replication" {
  description = "How storage is replicated: LRS, ZRS, GRS, GZRS, RAGRS or RAGZRS."
  type        = string
  default     = "ZRS"

  validation {
    condition     = contains(["LRS", "ZRS", "GRS", "GZRS", "RAGRS", "RAGZRS"], var.storage_replication)
    error_message = "storage_replication: expected LRS, ZRS, GRS, GZRS, RAGRS or RAGZRS."
  }
}

variable "snowflake_principal_id" {
  description = "The object id of the enterprise application of Snowflake's storage integration, which may then read staged parts. Only an external stage needs it."
  type        = string
  default     = null
}

# Event Hubs

variable "event_hubs_namespace_name" {
  description = "The Event Hubs namespace, unique in all of Azure."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z][a-zA-Z0-9-]{4,48}[a-zA-Z0-9]$", var.event_hubs_namespace_name))
    error_message = "event_hubs_namespace_name: expected 6 to 50 letters, digits and hyphens, a letter first."
  }
}

variable "event_hubs_sku" {
  description = "The tier of the Event Hubs namespace: Standard or Premium."
  type        = string
  default     = "Standard"

  validation {
    condition     = contains(["Standard", "Premium"], var.event_hubs_sku)
    error_message = "event_hubs_sku: expected Standard or Premium; Basic has neither the Kafka endpoint nor a second consumer group."
  }
}

variable "event_hubs_capacity" {
  description = "Throughput units (Standard) or processing units (Premium). One throughput unit takes 1,000 events a second."
  type        = number
  default     = 1

  validation {
    condition     = var.event_hubs_capacity >= 1 && var.event_hubs_capacity <= 40 && floor(var.event_hubs_capacity) == var.event_hubs_capacity
    error_message = "event_hubs_capacity: expected a whole number from 1 to 40."
  }
}

variable "partition_count" {
  description = "Partitions of the event hub, and so how many consumers of one group share it. It cannot be changed later."
  type        = number
  default     = 4

  validation {
    condition     = var.partition_count >= 1 && var.partition_count <= 32 && floor(var.partition_count) == var.partition_count
    error_message = "partition_count: expected a whole number from 1 to 32."
  }
}

variable "event_retention_hours" {
  description = "How long the event hub keeps events."
  type        = number
  default     = 72

  validation {
    condition     = var.event_retention_hours >= 1 && var.event_retention_hours <= 168
    error_message = "event_retention_hours: expected 1 to 168, a week."
  }
}

variable "event_hub_authentication" {
  description = "How consumers prove who they are: connectionString, which Argo's kafka source needs, or oauth, the workload's identity and no secret."
  type        = string
  default     = "connectionString"

  validation {
    condition     = contains(["connectionString", "oauth"], var.event_hub_authentication)
    error_message = "event_hub_authentication: expected connectionString or oauth."
  }
}

# Event Grid

variable "event_schema" {
  description = "The form of events: EventGridSchema or CloudEventSchemaV1_0. Snowgauge takes both."
  type        = string
  default     = "EventGridSchema"

  validation {
    condition     = contains(["EventGridSchema", "CloudEventSchemaV1_0"], var.event_schema)
    error_message = "event_schema: expected EventGridSchema or CloudEventSchemaV1_0."
  }
}

variable "retry" {
  description = "How often and for how many minutes Event Grid tries to deliver an event before it goes to the container event-dead-letters."
  type        = object({ attempts = number, minutes = number })
  default     = { attempts = 30, minutes = 1440 }

  validation {
    condition     = var.retry.attempts >= 1 && var.retry.attempts <= 30 && var.retry.minutes >= 1 && var.retry.minutes <= 1440
    error_message = "retry: expected 1 to 30 attempts within 1 to 1440 minutes."
  }
}

# Workload

variable "kubernetes_oidc_issuer_url" {
  description = "The OIDC issuer of the Kubernetes cluster, so that its pods get the workload's identity."
  type        = string
  default     = null

  validation {
    condition     = var.kubernetes_oidc_issuer_url == null || can(regex("^https://", var.kubernetes_oidc_issuer_url))
    error_message = "kubernetes_oidc_issuer_url: expected an https:// URL, as 'az aks show --query oidcIssuerProfile.issuerUrl' prints it."
  }
}

variable "kubernetes_service_accounts" {
  description = "The service accounts, NAMESPACE:NAME, of the pods that run Snowgauge."
  type        = set(string)
  default     = ["snowgauge:snowgauge", "snowgauge:snowgauge-workflow"]

  validation {
    condition     = alltrue([for account in var.kubernetes_service_accounts : can(regex("^[a-z0-9-]+:[a-z0-9.-]+$", account))])
    error_message = "kubernetes_service_accounts: expected NAMESPACE:NAME, such as snowgauge:snowgauge."
  }
}

variable "extract_service_account" {
  description = "The service account, NAMESPACE:NAME, of the pods that run 'snowgauge extract', such as snowgauge:snowgauge-extract: they get an identity of their own, which writes to the container landing. By default there is none."
  type        = string
  default     = null

  validation {
    condition     = var.extract_service_account == null || can(regex("^[a-z0-9-]+:[a-z0-9.-]+$", var.extract_service_account))
    error_message = "extract_service_account: expected NAMESPACE:NAME, such as snowgauge:snowgauge-extract."
  }

  validation {
    condition     = var.extract_service_account == null || !contains(var.kubernetes_service_accounts, coalesce(var.extract_service_account, "none"))
    error_message = "extract_service_account: expected another than those of kubernetes_service_accounts, whose pods may not write to the container landing."
  }
}

# Snowgauge's configuration

variable "warehouse" {
  description = "Snowgauge's configuration of the warehouse; the output of the same name of the module for Snowflake."
  type        = any
  default     = null
}

variable "staging" {
  description = "Where Snowgauge stages parts: by default a folder of the pod where Snowflake's stage is internal, else the container staging. A Flink cluster needs azfs://ACCOUNT/staging/ either way."
  type        = string
  default     = null
}

variable "settings" {
  description = "More of Snowgauge's configuration, such as { batch = { interval = \"1 minute\" } }; it goes before what the module says."
  type        = any
  default     = {}
}

variable "datasets" {
  description = "Snowgauge's configuration of the datasets, whose inputs are globs within the container landing. Events are filtered by what these begin with."
  type        = any

  validation {
    condition     = length(var.datasets) > 0 && alltrue([for dataset in values(var.datasets) : can(regex("^[^/:]", dataset.input))])
    error_message = "datasets: expected at least one, each with an input that is a path within the container landing, such as sales/{date}.csv."
  }

  validation {
    # Prefixes may have no wildcard, and what is escaped in some places is not in others.
    condition = alltrue([
      for dataset in values(var.datasets) : can(regex("^[A-Za-z0-9/_.=-]*$", regex("^[^*?{\\[]*", dataset.input)))
    ])
    error_message = "datasets: expected only letters, digits and / _ . = - in inputs before their first wildcard."
  }

  validation {
    # 25 values in all the filters of a subscription, 6 of which are taken.
    condition     = length(distinct([for dataset in values(var.datasets) : regex("^[^*?{\\[]*", dataset.input)])) <= 19
    error_message = "datasets: expected inputs with at most 19 different beginnings, for an event subscription filters by no more."
  }
}
