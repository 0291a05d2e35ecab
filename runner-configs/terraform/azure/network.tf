resource "azurerm_resource_group" "this" {
  name     = var.name
  location = var.location
  tags     = var.tags
}

resource "azurerm_virtual_network" "this" {
  name                = var.name
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  address_space       = [var.address_space]
  tags                = var.tags
}

resource "azurerm_subnet" "core" {
  name                 = "core"
  resource_group_name  = azurerm_resource_group.this.name
  virtual_network_name = azurerm_virtual_network.this.name
  address_prefixes     = [var.core_subnet_prefix]
  service_endpoints    = ["Microsoft.EventHub", "Microsoft.Storage"]
}

locals {
  private_endpoints = merge(
    {
      event-hubs = {
        resource_id = azurerm_eventhub_namespace.this.id
        subresource = "namespace"
        zone        = "privatelink.servicebus.windows.net"
      }
    },
    var.storage_private_endpoint ? {
      storage = {
        resource_id = azurerm_storage_account.this.id
        subresource = "blob"
        zone        = "privatelink.blob.core.windows.net"
      }
    } : {}
  )
}

resource "azurerm_private_dns_zone" "this" {
  for_each = local.private_endpoints

  name                = each.value.zone
  resource_group_name = azurerm_resource_group.this.name
  tags                = var.tags
}

resource "azurerm_private_dns_zone_virtual_network_link" "this" {
  for_each = local.private_endpoints

  name                  = var.name
  resource_group_name   = azurerm_resource_group.this.name
  private_dns_zone_name = azurerm_private_dns_zone.this[each.key].name
  virtual_network_id    = azurerm_virtual_network.this.id
  tags                  = var.tags
}

resource "azurerm_private_endpoint" "this" {
  for_each = local.private_endpoints

  name                = "${var.name}-${each.key}"
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  subnet_id           = azurerm_subnet.core.id
  tags                = var.tags

  private_service_connection {
    name                           = each.key
    private_connection_resource_id = each.value.resource_id
    subresource_names              = [each.value.subresource]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = each.key
    private_dns_zone_ids = [azurerm_private_dns_zone.this[each.key].id]
  }
}
