resource "azurerm_eventhub_namespace" "this" {
  name                = var.event_hubs_namespace_name
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  tags                = var.tags

  sku      = var.event_hubs_sku
  capacity = var.event_hubs_capacity

  minimum_tls_version          = "1.2"
  local_authentication_enabled = var.event_hub_authentication == "connectionString"

  # Event Grid is a trusted service: it gets in by its identity, from wherever it is.
  network_rulesets = [{
    default_action                 = "Deny"
    trusted_service_access_enabled = true
    public_network_access_enabled  = true

    ip_rule = [for range in var.allowed_ip_ranges : {
      action  = "Allow"
      ip_mask = range
    }]

    virtual_network_rule = [{
      subnet_id                                       = azurerm_subnet.core.id
      ignore_missing_virtual_network_service_endpoint = false
    }]
  }]

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_eventhub" "snowflake" {
  name            = "snowflake"
  namespace_id    = azurerm_eventhub_namespace.this.id
  partition_count = var.partition_count

  retention_description {
    cleanup_policy          = "Delete"
    retention_time_in_hours = var.event_retention_hours
  }
}

# One for Argo's event source, one for 'snowgauge stream': each reads all events.
resource "azurerm_eventhub_consumer_group" "this" {
  for_each = toset(["argo", "stream"])

  name                = each.key
  resource_group_name = azurerm_resource_group.this.name
  namespace_name      = azurerm_eventhub_namespace.this.name
  eventhub_name       = azurerm_eventhub.snowflake.name
}

resource "azurerm_eventhub_authorization_rule" "listen" {
  count = var.event_hub_authentication == "connectionString" ? 1 : 0

  name                = "snowgauge"
  resource_group_name = azurerm_resource_group.this.name
  namespace_name      = azurerm_eventhub_namespace.this.name
  eventhub_name       = azurerm_eventhub.snowflake.name

  listen = true
  send   = false
  manage = false
}
