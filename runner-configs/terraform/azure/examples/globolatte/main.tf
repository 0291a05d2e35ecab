# GloboLatte's sales: files land in Azure, records end in Snowflake.

terraform {
  required_version = ">= 1.9"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.81"
    }
    snowflake = {
      source  = "snowflakedb/snowflake"
      version = "~> 2.22"
    }
  }
}

provider "azurerm" {
  subscription_id     = var.subscription_id
  storage_use_azuread = true

  features {
    storage {
      # The storage firewall does not let in whoever applies this.
      data_plane_available = false
    }
  }
}

# The user and its key come from the environment: SNOWFLAKE_USER, SNOWFLAKE_PRIVATE_KEY and so on.
provider "snowflake" {
  organization_name = split("-", var.snowflake_account)[0]
  account_name      = join("-", slice(split("-", var.snowflake_account), 1, length(split("-", var.snowflake_account))))
  authenticator     = "SNOWFLAKE_JWT"
  role              = "ACCOUNTADMIN"
}

module "snowflake" {
  source = "../../../snowflake"

  account         = var.snowflake_account
  public_key      = file(var.public_key_file)
  next_public_key = var.next_public_key_file == null ? null : file(var.next_public_key_file)
  credit_quota    = var.credit_quota
  init_users      = var.init_users
}

module "azure" {
  source = "../../"

  name                       = "globolatte"
  location                   = var.location
  storage_account_name       = var.storage_account_name
  event_hubs_namespace_name  = var.event_hubs_namespace_name
  allowed_ip_ranges          = var.allowed_ip_ranges
  kubernetes_oidc_issuer_url = var.kubernetes_oidc_issuer_url
  extract_service_account    = var.extract_service_account

  warehouse = module.snowflake.warehouse
  datasets  = jsondecode(file("${path.module}/datasets.json"))

  # Each sweep wakes the virtual warehouse.
  # The port is the one that the probes of runner-configs/kubernetes ask.
  settings = { sweep = "6 hours", monitoring = { port = 8080 } }
}
