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
