locals {
  landing = "/blobServices/default/containers/${azurerm_storage_container.this["landing"].name}/blobs/"

  prefixes = sort(distinct([
    for dataset in values(var.datasets) : regex("^[^*?{\\[]*", dataset.input)
  ]))
}

resource "azurerm_eventgrid_system_topic" "storage" {
  name                = "${var.name}-storage"
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  source_resource_id  = azurerm_storage_account.this.id
  topic_type          = "Microsoft.Storage.StorageAccounts"
  tags                = var.tags

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_role_assignment" "event_grid_sends" {
  scope                = azurerm_eventhub.snowflake.id
  role_definition_name = "Azure Event Hubs Data Sender"
  principal_id         = azurerm_eventgrid_system_topic.storage.identity[0].principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "event_grid_writes_dead_letters" {
  scope                = azurerm_storage_container.this["event-dead-letters"].id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_eventgrid_system_topic.storage.identity[0].principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_eventgrid_system_topic_event_subscription" "blob_created" {
  name                = "snowflake"
  resource_group_name = azurerm_resource_group.this.name
  system_topic        = azurerm_eventgrid_system_topic.storage.name

  included_event_types  = ["Microsoft.Storage.BlobCreated"]
  event_delivery_schema = var.event_schema

  eventhub_endpoint_id = azurerm_eventhub.snowflake.id

  delivery_identity {
    type = "SystemAssigned"
  }

  advanced_filter {
    string_begins_with {
      key    = "subject"
      values = [for prefix in local.prefixes : "${local.landing}${prefix}"]
    }

    # Sidecars come with the files that they are about.
    string_not_ends_with {
      key    = "subject"
      values = [".manifest.json"]
    }

    # Of what tells of a new blob, these tell when all of it is there.
    string_in {
      key    = "data.api"
      values = ["CopyBlob", "FlushWithClose", "PutBlob", "PutBlockList", "SftpCommit"]
    }
  }

  storage_blob_dead_letter_destination {
    storage_account_id          = azurerm_storage_account.this.id
    storage_blob_container_name = azurerm_storage_container.this["event-dead-letters"].name
  }

  dead_letter_identity {
    type = "SystemAssigned"
  }

  retry_policy {
    max_delivery_attempts = var.retry.attempts
    event_time_to_live    = var.retry.minutes
  }

  # Nothing else says so, and without the roles Azure refuses to deliver by identity.
  depends_on = [
    azurerm_role_assignment.event_grid_sends,
    azurerm_role_assignment.event_grid_writes_dead_letters,
    azurerm_storage_account_network_rules.this,
  ]
}
