mock_provider "azurerm" {}

variables {
  name                      = "globolatte"
  location                  = "westeurope"
  storage_account_name      = "globolattefiles"
  event_hubs_namespace_name = "globolatte-events"
  allowed_ip_ranges         = ["203.0.113.0/24", "198.51.100.7"]
  warehouse                 = { type = "snowflake", account = "MYORG-MYACCOUNT" }
  datasets = {
    sales    = { input = "sales/{unit}/sales-{date}.csv", table = "SALES" }
    products = { input = "reference/products*.csv", table = "PRODUCTS", key = ["id"] }
    again    = { input = "sales/?.csv", table = "AGAIN" }
  }
}

run "network" {
  assert {
    condition     = azurerm_subnet.core.service_endpoints == toset(["Microsoft.EventHub", "Microsoft.Storage"])
    error_message = "the core subnet needs service endpoints for storage and Event Hubs"
  }

  assert {
    condition     = azurerm_subnet.core.address_prefixes == tolist(["10.42.0.0/20"]) && azurerm_virtual_network.this.address_space == toset(["10.42.0.0/16"])
    error_message = "the core subnet is not in the network"
  }

  assert {
    condition     = keys(azurerm_private_endpoint.this) == ["event-hubs"]
    error_message = "expected a private endpoint for Event Hubs only"
  }

  assert {
    condition = (
      azurerm_private_endpoint.this["event-hubs"].subnet_id == azurerm_subnet.core.id
      && azurerm_private_endpoint.this["event-hubs"].private_service_connection[0].private_connection_resource_id == azurerm_eventhub_namespace.this.id
      && azurerm_private_endpoint.this["event-hubs"].private_service_connection[0].subresource_names == tolist(["namespace"])
      && azurerm_private_endpoint.this["event-hubs"].private_dns_zone_group[0].private_dns_zone_ids == tolist([azurerm_private_dns_zone.this["event-hubs"].id])
    )
    error_message = "the private endpoint does not lead to the namespace by the zone"
  }

  assert {
    condition = (
      azurerm_private_dns_zone.this["event-hubs"].name == "privatelink.servicebus.windows.net"
      && azurerm_private_dns_zone_virtual_network_link.this["event-hubs"].virtual_network_id == azurerm_virtual_network.this.id
    )
    error_message = "the zone is not the network's"
  }
}

run "storage" {
  assert {
    condition     = keys(azurerm_storage_container.this) == ["archive", "dead-letters", "event-dead-letters", "landing", "staging"]
    error_message = "a container is missing"
  }

  assert {
    condition     = alltrue([for container in azurerm_storage_container.this : container.container_access_type == "private"])
    error_message = "a container is public"
  }

  assert {
    condition = (
      !azurerm_storage_account.this.shared_access_key_enabled
      && !azurerm_storage_account.this.allow_nested_items_to_be_public
      && azurerm_storage_account.this.https_traffic_only_enabled
      && azurerm_storage_account.this.min_tls_version == "TLS1_2"
    )
    error_message = "the account is open in one way or another"
  }

  assert {
    condition = (
      azurerm_storage_account_network_rules.this.default_action == "Deny"
      && azurerm_storage_account_network_rules.this.bypass == toset(["AzureServices"])
      && azurerm_storage_account_network_rules.this.virtual_network_subnet_ids == toset([azurerm_subnet.core.id])
      && azurerm_storage_account_network_rules.this.ip_rules == toset(["203.0.113.0/24", "198.51.100.7"])
      && azurerm_storage_account_network_rules.this.private_link_access[0].endpoint_resource_id == azurerm_eventgrid_system_topic.storage.id
    )
    error_message = "the firewall lets in others than the core subnet, the addresses and the topic"
  }
}

run "event_hubs" {
  assert {
    condition     = azurerm_eventhub_namespace.this.sku == "Standard" && azurerm_eventhub_namespace.this.identity[0].type == "SystemAssigned"
    error_message = "expected a Standard namespace with an identity of its own"
  }

  assert {
    condition = (
      azurerm_eventhub_namespace.this.network_rulesets[0].default_action == "Deny"
      && azurerm_eventhub_namespace.this.network_rulesets[0].trusted_service_access_enabled
      && azurerm_eventhub_namespace.this.network_rulesets[0].ip_rule[*].ip_mask == tolist(["203.0.113.0/24", "198.51.100.7"])
      && one(azurerm_eventhub_namespace.this.network_rulesets[0].virtual_network_rule).subnet_id == azurerm_subnet.core.id
    )
    error_message = "the namespace lets in others than trusted services, the core subnet and the addresses"
  }

  assert {
    condition     = azurerm_eventhub.snowflake.name == "snowflake" && azurerm_eventhub.snowflake.retention_description[0].retention_time_in_hours == 72
    error_message = "the event hub is another one"
  }

  assert {
    condition     = keys(azurerm_eventhub_consumer_group.this) == ["argo", "stream"]
    error_message = "expected consumer groups for Argo and for stream"
  }

  assert {
    condition = (
      azurerm_eventhub_authorization_rule.listen[0].listen
      && !azurerm_eventhub_authorization_rule.listen[0].send
      && !azurerm_eventhub_authorization_rule.listen[0].manage
    )
    error_message = "the policy may do more than listen"
  }
}

run "event_grid" {
  assert {
    condition = (
      azurerm_eventgrid_system_topic.storage.source_resource_id == azurerm_storage_account.this.id
      && azurerm_eventgrid_system_topic.storage.topic_type == "Microsoft.Storage.StorageAccounts"
      && azurerm_eventgrid_system_topic.storage.identity[0].type == "SystemAssigned"
    )
    error_message = "expected the storage account's topic with an identity of its own"
  }

  assert {
    condition = (
      azurerm_role_assignment.event_grid_sends.role_definition_name == "Azure Event Hubs Data Sender"
      && azurerm_role_assignment.event_grid_sends.scope == azurerm_eventhub.snowflake.id
      && azurerm_role_assignment.event_grid_sends.principal_id == azurerm_eventgrid_system_topic.storage.identity[0].principal_id
    )
    error_message = "the topic's identity may not send to the event hub"
  }

  assert {
    condition = (
      azurerm_role_assignment.event_grid_writes_dead_letters.role_definition_name == "Storage Blob Data Contributor"
      && azurerm_role_assignment.event_grid_writes_dead_letters.scope == azurerm_storage_container.this["event-dead-letters"].id
      && azurerm_role_assignment.event_grid_writes_dead_letters.principal_id == azurerm_eventgrid_system_topic.storage.identity[0].principal_id
    )
    error_message = "the topic's identity may not write dead letters"
  }

  assert {
    condition = (
      azurerm_eventgrid_system_topic_event_subscription.blob_created.included_event_types == tolist(["Microsoft.Storage.BlobCreated"])
      && azurerm_eventgrid_system_topic_event_subscription.blob_created.eventhub_endpoint_id == azurerm_eventhub.snowflake.id
      && azurerm_eventgrid_system_topic_event_subscription.blob_created.delivery_identity[0].type == "SystemAssigned"
      && azurerm_eventgrid_system_topic_event_subscription.blob_created.dead_letter_identity[0].type == "SystemAssigned"
      && azurerm_eventgrid_system_topic_event_subscription.blob_created.storage_blob_dead_letter_destination[0].storage_blob_container_name == "event-dead-letters"
      && azurerm_eventgrid_system_topic_event_subscription.blob_created.retry_policy[0].max_delivery_attempts == 30
      && azurerm_eventgrid_system_topic_event_subscription.blob_created.retry_policy[0].event_time_to_live == 1440
    )
    error_message = "the subscription does not deliver created blobs to the event hub by the topic's identity"
  }

  assert {
    condition = azurerm_eventgrid_system_topic_event_subscription.blob_created.advanced_filter[0].string_begins_with[0] == {
      key = "subject"
      values = tolist([
        "/blobServices/default/containers/landing/blobs/reference/products",
        "/blobServices/default/containers/landing/blobs/sales/",
      ])
    }
    error_message = "the filter is not what the datasets' inputs begin with"
  }

  assert {
    condition     = azurerm_eventgrid_system_topic_event_subscription.blob_created.advanced_filter[0].string_in[0].values == tolist(["CopyBlob", "FlushWithClose", "PutBlob", "PutBlockList", "SftpCommit"])
    error_message = "events of blobs that are not complete come through, or those of one that is do not"
  }
}

run "identity" {
  assert {
    condition = (
      azurerm_role_assignment.snowgauge_reads_what_landed.role_definition_name == "Storage Blob Data Reader"
      && azurerm_role_assignment.snowgauge_reads_what_landed.scope == azurerm_storage_container.this["landing"].id
      && keys(azurerm_role_assignment.snowgauge_writes) == ["archive", "dead-letters", "staging"]
      && alltrue([for role in azurerm_role_assignment.snowgauge_writes : role.role_definition_name == "Storage Blob Data Contributor"])
      && azurerm_role_assignment.snowgauge_receives_events.role_definition_name == "Azure Event Hubs Data Receiver"
      && azurerm_role_assignment.snowgauge_receives_events.scope == azurerm_eventhub.snowflake.id
    )
    error_message = "Snowgauge's identity may do too much or too little"
  }

  assert {
    condition     = length(azurerm_federated_identity_credential.pods) == 0
    error_message = "no cluster is trusted before there is one"
  }

  assert {
    condition     = length(azurerm_user_assigned_identity.extract) == 0 && length(azurerm_role_assignment.extract_writes_what_lands) == 0 && length(azurerm_role_assignment.extract_signs_urls) == 0 && output.extract_client_id == null
    error_message = "somebody writes to the container landing although nothing is extracted"
  }
}

run "configuration" {
  assert {
    condition = jsondecode(output.snowgauge_configuration) == {
      warehouse   = { type = "snowflake", account = "MYORG-MYACCOUNT" }
      archive     = "azfs://globolattefiles/archive/"
      staging     = "/work/staging/"
      deadLetters = "azfs://globolattefiles/dead-letters/"
      notifications = {
        type          = "eventHubs"
        namespace     = "globolatte-events"
        hub           = "snowflake"
        consumerGroup = "stream"
        auth = {
          type             = "connectionString"
          connectionString = "$${file:/run/secrets/snowgauge/event-hub}"
        }
      }
      datasets = {
        sales    = { input = "azfs://globolattefiles/landing/sales/{unit}/sales-{date}.csv", table = "SALES" }
        products = { input = "azfs://globolattefiles/landing/reference/products*.csv", table = "PRODUCTS", key = ["id"] }
        again    = { input = "azfs://globolattefiles/landing/sales/?.csv", table = "AGAIN" }
      }
    }
    error_message = "the configuration is another one: ${output.snowgauge_configuration}"
  }

  assert {
    condition     = output.kafka_bootstrap_servers == "globolatte-events.servicebus.windows.net:9093" && output.staging_url == "azure://globolattefiles.blob.core.windows.net/staging/"
    error_message = "an address is another one"
  }

  assert {
    condition     = output.event_hub_connection_string == azurerm_eventhub_authorization_rule.listen[0].primary_connection_string
    error_message = "the connection string is not the listener's"
  }
}

run "with_everything" {
  variables {
    storage_private_endpoint   = true
    snowflake_subnet_ids       = ["/subscriptions/s/resourceGroups/deployment-infra-rg/providers/Microsoft.Network/virtualNetworks/deployment-vnet/subnets/one"]
    snowflake_principal_id     = "11111111-2222-3333-4444-555555555555"
    event_hub_authentication   = "oauth"
    kubernetes_oidc_issuer_url = "https://westeurope.oic.prod-aks.azure.com/tenant/cluster/"
    extract_service_account    = "snowgauge:snowgauge-extract"
    warehouse                  = { type = "snowflake", stage = { type = "external", name = "S" } }
    settings                   = { batch = { interval = "1 minute" }, archive = "azfs://another/archive/" }
  }

  assert {
    condition = (
      keys(azurerm_private_endpoint.this) == ["event-hubs", "storage"]
      && azurerm_private_endpoint.this["storage"].private_service_connection[0].subresource_names == tolist(["blob"])
      && azurerm_private_dns_zone.this["storage"].name == "privatelink.blob.core.windows.net"
    )
    error_message = "storage has no private endpoint"
  }

  assert {
    condition = azurerm_storage_account_network_rules.this.virtual_network_subnet_ids == toset([
      azurerm_subnet.core.id,
      "/subscriptions/s/resourceGroups/deployment-infra-rg/providers/Microsoft.Network/virtualNetworks/deployment-vnet/subnets/one",
    ])
    error_message = "the firewall does not let in Snowflake's subnet"
  }

  assert {
    condition = (
      azurerm_role_assignment.snowflake_reads_staged_parts[0].scope == azurerm_storage_container.this["staging"].id
      && azurerm_role_assignment.snowflake_reads_staged_parts[0].role_definition_name == "Storage Blob Data Reader"
    )
    error_message = "Snowflake may not read staged parts"
  }

  assert {
    condition     = length(azurerm_eventhub_authorization_rule.listen) == 0 && !azurerm_eventhub_namespace.this.local_authentication_enabled && output.event_hub_connection_string == null
    error_message = "there is a connection string although none is wanted"
  }

  assert {
    condition = (
      jsondecode(output.snowgauge_configuration).notifications.auth == { type = "oauth" }
      && jsondecode(output.snowgauge_configuration).staging == "azfs://globolattefiles/staging/"
      && jsondecode(output.snowgauge_configuration).archive == "azfs://another/archive/"
      && jsondecode(output.snowgauge_configuration).batch == { interval = "1 minute" }
    )
    error_message = "the configuration is another one: ${output.snowgauge_configuration}"
  }

  assert {
    condition = (
      keys(azurerm_federated_identity_credential.pods) == ["snowgauge:snowgauge", "snowgauge:snowgauge-workflow"]
      && azurerm_federated_identity_credential.pods["snowgauge:snowgauge"].subject == "system:serviceaccount:snowgauge:snowgauge"
      && azurerm_federated_identity_credential.pods["snowgauge:snowgauge"].issuer == "https://westeurope.oic.prod-aks.azure.com/tenant/cluster/"
    )
    error_message = "the cluster's pods do not get the identity"
  }

  assert {
    condition = (
      azurerm_federated_identity_credential.extract[0].subject == "system:serviceaccount:snowgauge:snowgauge-extract"
      && azurerm_federated_identity_credential.extract[0].issuer == "https://westeurope.oic.prod-aks.azure.com/tenant/cluster/"
      && azurerm_federated_identity_credential.extract[0].user_assigned_identity_id == azurerm_user_assigned_identity.extract[0].id
      && output.extract_client_id == azurerm_user_assigned_identity.extract[0].client_id
    )
    error_message = "the pods of extract do not get their identity"
  }

  assert {
    condition = (
      azurerm_role_assignment.extract_writes_what_lands[0].role_definition_name == "Storage Blob Data Contributor"
      && azurerm_role_assignment.extract_writes_what_lands[0].scope == azurerm_storage_container.this["landing"].id
      && azurerm_role_assignment.extract_writes_what_lands[0].principal_id == azurerm_user_assigned_identity.extract[0].principal_id
      && azurerm_role_assignment.extract_signs_urls[0].role_definition_name == "Storage Blob Delegator"
      && azurerm_role_assignment.extract_signs_urls[0].scope == azurerm_storage_account.this.id
      && azurerm_role_assignment.extract_signs_urls[0].principal_id == azurerm_user_assigned_identity.extract[0].principal_id
    )
    error_message = "extract may not write to the container landing, or not sign URLs for it"
  }

  assert {
    condition     = azurerm_role_assignment.snowgauge_reads_what_landed.role_definition_name == "Storage Blob Data Reader"
    error_message = "who loads may write where files land"
  }
}
