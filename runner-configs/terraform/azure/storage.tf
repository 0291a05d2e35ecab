resource "azurerm_storage_account" "this" {
  name                = var.storage_account_name
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  tags                = var.tags

  account_kind             = "StorageV2"
  account_tier             = "Standard"
  account_replication_type = var.storage_replication

  # Whoever comes proves an identity: there is no account key to leak.
  shared_access_key_enabled       = false
  default_to_oauth_authentication = true
  local_user_enabled              = false

  allow_nested_items_to_be_public  = false
  cross_tenant_replication_enabled = false
  https_traffic_only_enabled       = true
  min_tls_version                  = "TLS1_2"

  blob_properties {
    delete_retention_policy {
      days = 7
    }

    container_delete_retention_policy {
      days = 7
    }
  }
}

# landing: what is to be loaded; archive: Snowgauge's NDJSON; staging: its parts on their way;
# dead-letters: events that it could not read; event-dead-letters: those that never reached it.
resource "azurerm_storage_container" "this" {
  for_each = toset(["landing", "archive", "staging", "dead-letters", "event-dead-letters"])

  name                  = each.key
  storage_account_id    = azurerm_storage_account.this.id
  container_access_type = "private"
}

# Apart from the account, because they name the topic that names the account.
resource "azurerm_storage_account_network_rules" "this" {
  storage_account_id = azurerm_storage_account.this.id

  default_action             = "Deny"
  bypass                     = ["AzureServices"]
  virtual_network_subnet_ids = concat([azurerm_subnet.core.id], var.snowflake_subnet_ids)
  ip_rules                   = var.allowed_ip_ranges

  # Event Grid writes what it could not deliver with the topic's identity.
  private_link_access {
    endpoint_resource_id = azurerm_eventgrid_system_topic.storage.id
  }
}

resource "azurerm_role_assignment" "snowflake_reads_staged_parts" {
  count = var.snowflake_principal_id == null ? 0 : 1

  scope                = azurerm_storage_container.this["staging"].id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = var.snowflake_principal_id
  principal_type       = "ServicePrincipal"
}
