locals {
  internal = var.external_stage == null
}

# The name that Snowgauge expects; 'snowgauge init' leaves it as it is. Heartbeats of runs are here,
# too, wherever staged parts are.
resource "snowflake_stage_internal" "parts" {
  database = snowflake_database.this.name
  schema   = snowflake_schema.control.name
  name     = "SNOWGAUGE_PARTS"
  comment  = "Staged parts on their way to a table, and heartbeats of runs."
}

resource "snowflake_storage_integration_azure" "this" {
  count = local.internal ? 0 : 1

  name                      = var.names.integration
  enabled                   = true
  azure_tenant_id           = var.external_stage.tenant_id
  storage_allowed_locations = [var.external_stage.url]
}

resource "snowflake_stage_external_azure" "parts" {
  count = local.internal ? 0 : 1

  database            = snowflake_database.this.name
  schema              = snowflake_schema.control.name
  name                = var.names.external_stage
  url                 = var.external_stage.url
  storage_integration = snowflake_storage_integration_azure.this[0].name
  comment             = "Staged parts on their way to a table."
}
