mock_provider "snowflake" {}

variables {
  account    = "MYORG-MYACCOUNT"
  public_key = <<-EOT
    -----BEGIN PUBLIC KEY-----
    MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtevQXsdVlcbdDjL5aCoK
    Ui4KrhXIyvO3jJvFvZLsTDO2dhUwRLDj9udMXMElpjNw79DgenUc3UEs5EFvg6z3
    43eyMeZ+eMwRmJzlwtpT9bPsitSVO5eUhO8mwUjfZv1CT+yg0hPFVkJsCShCkFkm
    Cr3fG2+XvRJ5+cnh9IZL0BK9/5+UePA+Y0+S59WQ+zuhmZKymQ5CAzhaCiJtNE3Z
    ELedaUluGYGsPMQnK11ZTfbFwLz6Lh8eeeglGgje4Z9SyqB7EUncuW9Xyd4bvhhy
    yzGUM74YR/YviigbsADZyMMN4doQf901LkwtwtbgUSM/k4Q8k+IPdYBCMFMExaZu
    FwIDAQAB
    -----END PUBLIC KEY-----
  EOT
}

run "objects" {
  assert {
    condition = (
      snowflake_database.this.name == "GLOBOLATTE_DB"
      && snowflake_schema.target.name == "SALES_DATA"
      && snowflake_schema.target.database == "GLOBOLATTE_DB"
      && snowflake_schema.control.name == "SNOWGAUGE"
      && snowflake_schema.control.database == "GLOBOLATTE_DB"
    )
    error_message = "the database or a schema is another one"
  }

  assert {
    condition = (
      snowflake_warehouse.this.auto_suspend == 60
      && snowflake_warehouse.this.auto_resume == "true"
      && snowflake_warehouse.this.initially_suspended
      && snowflake_warehouse.this.resource_monitor == snowflake_resource_monitor.this.name
    )
    error_message = "the virtual warehouse costs more than it has to"
  }

  assert {
    condition = (
      snowflake_resource_monitor.this.credit_quota == 50
      && snowflake_resource_monitor.this.suspend_trigger == 100
      && snowflake_resource_monitor.this.suspend_immediate_trigger == 110
    )
    error_message = "the resource monitor is no ceiling"
  }

  assert {
    condition = (
      snowflake_stage_internal.parts.name == "SNOWGAUGE_PARTS"
      && snowflake_stage_internal.parts.schema == "SNOWGAUGE"
      && length(snowflake_stage_external_azure.parts) == 0
      && length(snowflake_storage_integration_azure.this) == 0
    )
    error_message = "expected Snowgauge's internal stage and no other"
  }
}

run "user" {
  assert {
    condition = (
      snowflake_service_user.this.default_role == "SNOWGAUGE_LOADER"
      && snowflake_service_user.this.default_secondary_roles_option == "NONE"
      && snowflake_service_user.this.default_warehouse == "SNOWGAUGE_WH"
      && can(regex("^MIIB[A-Za-z0-9+/=]+$", snowflake_service_user.this.rsa_public_key))
      && snowflake_service_user.this.rsa_public_key_2 == null
    )
    error_message = "the user logs in as someone else, or not with the key"
  }

  assert {
    condition = (
      snowflake_grant_account_role.user_loads.role_name == "SNOWGAUGE_LOADER"
      && snowflake_grant_account_role.user_loads.user_name == "SNOWGAUGE"
      && snowflake_grant_account_role.administrators_load.parent_role_name == "SYSADMIN"
      && snowflake_grant_account_role.administrators_init.parent_role_name == "SYSADMIN"
      && length(snowflake_grant_account_role.users_init) == 0
    )
    error_message = "somebody else has the roles"
  }
}

run "rotation" {
  variables {
    next_public_key = "${var.public_key}\n"
  }

  assert {
    condition     = snowflake_service_user.this.rsa_public_key_2 == snowflake_service_user.this.rsa_public_key
    error_message = "the next key is not taken beside the first"
  }
}

run "internal_stage" {
  assert {
    condition = output.warehouse == {
      type      = "snowflake"
      account   = "MYORG-MYACCOUNT"
      user      = "SNOWGAUGE"
      role      = "SNOWGAUGE_LOADER"
      warehouse = "SNOWGAUGE_WH"
      database  = "GLOBOLATTE_DB"
      schema    = "SALES_DATA"
      auth = {
        type           = "keyPair"
        privateKeyFile = "/run/secrets/snowgauge/snowflake.p8"
        passphrase     = "$${file:/run/secrets/snowgauge/snowflake-passphrase}"
      }
      stage = { type = "internal" }
    }
    error_message = "the configuration is another one"
  }

  assert {
    condition     = output.azure_consent_url == null && output.azure_application_name == null
    error_message = "there is nothing to consent to"
  }
}

run "external_stage" {
  # With every grant of the role that loads, for the comparison with what 'snowgauge check' requires.
  variables {
    external_stage = {
      tenant_id = "11111111-2222-3333-4444-555555555555"
      url       = "azure://globolattefiles.blob.core.windows.net/staging/"
    }
    init_users = ["JANE"]
  }

  override_resource {
    target = snowflake_storage_integration_azure.this[0]
    values = {
      describe_output = [{
        allowed_locations        = [],
        blocked_locations        = [],
        comment                  = "",
        consent_url              = "https://login.microsoftonline.com/consent",
        enabled                  = true,
        id                       = "",
        multi_tenant_app_name    = "snowflake_1",
        provider                 = "AZURE",
        tenant_id                = "",
        use_privatelink_endpoint = false,
      }]
    }
  }

  assert {
    condition = (
      snowflake_stage_internal.parts.name == "SNOWGAUGE_PARTS"
      && snowflake_stage_external_azure.parts[0].url == "azure://globolattefiles.blob.core.windows.net/staging/"
      && snowflake_stage_external_azure.parts[0].storage_integration == "SNOWGAUGE_AZURE"
      && snowflake_storage_integration_azure.this[0].storage_allowed_locations == toset(["azure://globolattefiles.blob.core.windows.net/staging/"])
    )
    error_message = "the external stage is not over the staging area, or there is none for heartbeats"
  }

  assert {
    condition     = output.warehouse.stage == { type = "external", name = "GLOBOLATTE_DB.SNOWGAUGE.SNOWGAUGE_AZURE_PARTS" }
    error_message = "the configuration names another stage"
  }

  assert {
    condition     = output.azure_consent_url == "https://login.microsoftonline.com/consent" && output.azure_application_name == "snowflake_1"
    error_message = "the outputs are not the integration's"
  }

  assert {
    condition     = snowflake_grant_account_role.users_init["JANE"].role_name == "SNOWGAUGE_INIT"
    error_message = "JANE may not run init"
  }
}
