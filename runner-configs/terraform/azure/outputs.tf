locals {
  secrets = "/run/secrets/snowgauge"

  # Parts that are uploaded to Snowflake need not be in Azure before.
  internal_stage = try(var.warehouse.stage.type, "internal") == "internal"

  configuration = {
    warehouse   = var.warehouse
    archive     = "azfs://${azurerm_storage_account.this.name}/archive/"
    staging     = coalesce(var.staging, local.internal_stage ? "/work/staging/" : "azfs://${azurerm_storage_account.this.name}/staging/")
    deadLetters = "azfs://${azurerm_storage_account.this.name}/dead-letters/"

    notifications = {
      type          = "eventHubs"
      namespace     = azurerm_eventhub_namespace.this.name
      hub           = azurerm_eventhub.snowflake.name
      consumerGroup = azurerm_eventhub_consumer_group.this["stream"].name
      auth = { for key, value in {
        type             = var.event_hub_authentication
        connectionString = var.event_hub_authentication == "connectionString" ? "$${file:${local.secrets}/event-hub}" : null
      } : key => value if value != null }
    }

    datasets = { for name, dataset in var.datasets : name => merge(dataset, {
      input = "azfs://${azurerm_storage_account.this.name}/landing/${dataset.input}"
    }) }
  }
}

output "snowgauge_configuration" {
  description = "Snowgauge's configuration, ready as a file: terraform output -raw snowgauge_configuration > snowgauge.json. It names secrets but holds none."
  value       = jsonencode(merge({ for key, value in local.configuration : key => value if value != null }, var.settings))
}

output "event_hub_connection_string" {
  description = "The connection string of the policy that may listen, for the key event-hub of the secret; null with oauth."
  value       = one(azurerm_eventhub_authorization_rule.listen[*].primary_connection_string)
  sensitive   = true
}

output "event_hub_secondary_connection_string" {
  description = "The second one, for while the first is rotated."
  value       = one(azurerm_eventhub_authorization_rule.listen[*].secondary_connection_string)
  sensitive   = true
}

output "kafka_bootstrap_servers" {
  description = "The Kafka endpoint of the Event Hubs namespace, for Argo's event source."
  value       = "${azurerm_eventhub_namespace.this.name}.servicebus.windows.net:9093"
}

output "resource_group_name" {
  description = "The resource group that everything is in."
  value       = azurerm_resource_group.this.name
}

output "core_subnet_id" {
  description = "The subnet that Kubernetes' nodes belong in."
  value       = azurerm_subnet.core.id
}

output "storage_account_name" {
  description = "The storage account."
  value       = azurerm_storage_account.this.name
}

output "staging_url" {
  description = "The staging area as Snowflake names it, for the external stage."
  value       = "azure://${azurerm_storage_account.this.name}.blob.core.windows.net/staging/"
}

output "workload_client_id" {
  description = "The client id of the workload's identity, for the annotation azure.workload.identity/client-id of the service account."
  value       = azurerm_user_assigned_identity.snowgauge.client_id
}

output "extract_client_id" {
  description = "The same of the identity for extract_service_account; null without one."
  value       = one(azurerm_user_assigned_identity.extract[*].client_id)
}
