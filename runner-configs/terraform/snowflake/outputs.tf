output "warehouse" {
  description = "Snowgauge's configuration of the warehouse; it names the secret's files but holds no secret."
  value = {
    type      = "snowflake"
    account   = var.account
    user      = snowflake_service_user.this.name
    role      = snowflake_account_role.loader.name
    warehouse = snowflake_warehouse.this.name
    database  = snowflake_database.this.name
    schema    = snowflake_schema.target.name
    auth = {
      type           = "keyPair"
      privateKeyFile = "/run/secrets/snowgauge/snowflake.p8"
      passphrase     = "$${file:/run/secrets/snowgauge/snowflake-passphrase}"
    }
    stage = { for key, value in {
      type = local.internal ? "internal" : "external"
      name = local.internal ? null : "${snowflake_database.this.name}.${snowflake_schema.control.name}.${snowflake_stage_external_azure.parts[0].name}"
    } : key => value if value != null }
  }
}

output "init_role" {
  description = "The role that runs 'snowgauge init --grant-to' with the loader's role."
  value       = snowflake_account_role.init.name
}

output "loader_role" {
  description = "The role that loads."
  value       = snowflake_account_role.loader.name
}

output "azure_consent_url" {
  description = "Where an administrator of the Azure tenant lets Snowflake's application in; null with the internal stage."
  value       = one([for integration in snowflake_storage_integration_azure.this : integration.describe_output[0].consent_url])
}

output "azure_application_name" {
  description = "The name of that application, up to its underscore, among the tenant's enterprise applications; null with the internal stage."
  value       = one([for integration in snowflake_storage_integration_azure.this : integration.describe_output[0].multi_tenant_app_name])
}
