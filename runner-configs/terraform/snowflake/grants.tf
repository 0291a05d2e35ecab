# Each grant names one object that is there. Grants on all or future objects of a schema are left
# out on purpose: they drift, and refreshing them has revoked what was granted. What 'snowgauge init'
# creates, it grants by itself, with --grant-to.

locals {
  target  = "\"${snowflake_database.this.name}\".\"${snowflake_schema.target.name}\""
  control = "\"${snowflake_database.this.name}\".\"${snowflake_schema.control.name}\""
}

# To load

resource "snowflake_grant_privileges_to_account_role" "loader_warehouse" {
  account_role_name = snowflake_account_role.loader.name
  privileges        = ["USAGE"]

  on_account_object {
    object_type = "WAREHOUSE"
    object_name = snowflake_warehouse.this.name
  }
}

resource "snowflake_grant_privileges_to_account_role" "loader_database" {
  account_role_name = snowflake_account_role.loader.name
  privileges        = ["USAGE"]

  on_account_object {
    object_type = "DATABASE"
    object_name = snowflake_database.this.name
  }
}

resource "snowflake_grant_privileges_to_account_role" "loader_target_schema" {
  account_role_name = snowflake_account_role.loader.name
  privileges        = ["USAGE"]

  on_schema {
    schema_name = local.target
  }
}

# Each run stages in tables of its own.
resource "snowflake_grant_privileges_to_account_role" "loader_control_schema" {
  account_role_name = snowflake_account_role.loader.name
  privileges        = ["USAGE", "CREATE TABLE"]

  on_schema {
    schema_name = local.control
  }
}

resource "snowflake_grant_privileges_to_account_role" "loader_internal_stage" {
  account_role_name = snowflake_account_role.loader.name
  privileges        = ["READ", "WRITE"]

  on_schema_object {
    object_type = "STAGE"
    object_name = "${local.control}.\"${snowflake_stage_internal.parts.name}\""
  }
}

resource "snowflake_grant_privileges_to_account_role" "loader_external_stage" {
  count = local.internal ? 0 : 1

  account_role_name = snowflake_account_role.loader.name
  privileges        = ["USAGE"]

  on_schema_object {
    object_type = "STAGE"
    object_name = "${local.control}.\"${snowflake_stage_external_azure.parts[0].name}\""
  }
}

# To create the tables, and to grant the loader's role what it needs of them. 'init --grant-to' repeats
# what is granted above, which takes the right to grant it on.

resource "snowflake_grant_privileges_to_account_role" "init_warehouse" {
  account_role_name = snowflake_account_role.init.name
  privileges        = ["USAGE"]

  on_account_object {
    object_type = "WAREHOUSE"
    object_name = snowflake_warehouse.this.name
  }
}

resource "snowflake_grant_privileges_to_account_role" "init_database" {
  account_role_name = snowflake_account_role.init.name
  privileges        = ["USAGE"]
  with_grant_option = true

  on_account_object {
    object_type = "DATABASE"
    object_name = snowflake_database.this.name
  }
}

resource "snowflake_grant_privileges_to_account_role" "init_target_schema" {
  account_role_name = snowflake_account_role.init.name
  privileges        = ["USAGE", "CREATE TABLE"]
  with_grant_option = true

  on_schema {
    schema_name = local.target
  }
}

# An external stage is not for init to create.
resource "snowflake_grant_privileges_to_account_role" "init_control_schema" {
  account_role_name = snowflake_account_role.init.name
  privileges        = ["USAGE", "CREATE TABLE", "CREATE VIEW", "CREATE STAGE"]
  with_grant_option = true

  on_schema {
    schema_name = local.control
  }
}

resource "snowflake_grant_privileges_to_account_role" "init_internal_stage" {
  account_role_name = snowflake_account_role.init.name
  privileges        = ["READ", "WRITE"]
  with_grant_option = true

  on_schema_object {
    object_type = "STAGE"
    object_name = "${local.control}.\"${snowflake_stage_internal.parts.name}\""
  }
}
