# Who Snowgauge's pods are.
resource "azurerm_user_assigned_identity" "snowgauge" {
  name                = var.name
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  tags                = var.tags
}

resource "azurerm_federated_identity_credential" "pods" {
  for_each = var.kubernetes_oidc_issuer_url == null ? toset([]) : var.kubernetes_service_accounts

  name                      = replace(each.key, ":", "-")
  user_assigned_identity_id = azurerm_user_assigned_identity.snowgauge.id
  audience                  = ["api://AzureADTokenExchange"]
  issuer                    = var.kubernetes_oidc_issuer_url
  subject                   = "system:serviceaccount:${each.key}"
}

resource "azurerm_role_assignment" "snowgauge_reads_what_landed" {
  scope                = azurerm_storage_container.this["landing"].id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = azurerm_user_assigned_identity.snowgauge.principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "snowgauge_writes" {
  for_each = toset(["archive", "staging", "dead-letters"])

  scope                = azurerm_storage_container.this[each.key].id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_user_assigned_identity.snowgauge.principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "snowgauge_receives_events" {
  scope                = azurerm_eventhub.snowflake.id
  role_definition_name = "Azure Event Hubs Data Receiver"
  principal_id         = azurerm_user_assigned_identity.snowgauge.principal_id
  principal_type       = "ServicePrincipal"
}

# Who the pods of `extract` are, which put files where they land: none of those that load may.
resource "azurerm_user_assigned_identity" "extract" {
  count = var.extract_service_account == null ? 0 : 1

  name                = "${var.name}-extract"
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  tags                = var.tags
}

resource "azurerm_federated_identity_credential" "extract" {
  count = var.extract_service_account == null || var.kubernetes_oidc_issuer_url == null ? 0 : 1

  name                      = replace(var.extract_service_account, ":", "-")
  user_assigned_identity_id = azurerm_user_assigned_identity.extract[0].id
  audience                  = ["api://AzureADTokenExchange"]
  issuer                    = var.kubernetes_oidc_issuer_url
  subject                   = "system:serviceaccount:${var.extract_service_account}"
}

resource "azurerm_role_assignment" "extract_writes_what_lands" {
  count = length(azurerm_user_assigned_identity.extract)

  scope                = azurerm_storage_container.this["landing"].id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_user_assigned_identity.extract[0].principal_id
  principal_type       = "ServicePrincipal"
}

# A presigned URL takes a user delegation key, which is the account's to give. It lets nobody do more than they may.
resource "azurerm_role_assignment" "extract_signs_urls" {
  count = length(azurerm_user_assigned_identity.extract)

  scope                = azurerm_storage_account.this.id
  role_definition_name = "Storage Blob Delegator"
  principal_id         = azurerm_user_assigned_identity.extract[0].principal_id
  principal_type       = "ServicePrincipal"
}
