locals {
  public_keys = [
    for pem in [var.public_key, var.next_public_key] :
    pem == null ? null : replace(replace(pem, "/-----[A-Z ]+-----/", ""), "/\\s/", "")
  ]
}

resource "snowflake_account_role" "loader" {
  name    = var.names.loader_role
  comment = "What 'snowgauge run', 'stream' and 'event' need, and no more."
}

resource "snowflake_account_role" "init" {
  name    = var.names.init_role
  comment = "What 'snowgauge init' needs: it owns the tables that it creates."
}

resource "snowflake_service_user" "this" {
  name    = var.names.user
  comment = "Snowgauge."

  rsa_public_key   = local.public_keys[0]
  rsa_public_key_2 = local.public_keys[1]

  default_role                   = snowflake_account_role.loader.name
  default_secondary_roles_option = "NONE"
  default_warehouse              = snowflake_warehouse.this.name
}

resource "snowflake_grant_account_role" "user_loads" {
  role_name = snowflake_account_role.loader.name
  user_name = snowflake_service_user.this.name
}

resource "snowflake_grant_account_role" "administrators_load" {
  role_name        = snowflake_account_role.loader.name
  parent_role_name = var.parent_role
}

resource "snowflake_grant_account_role" "administrators_init" {
  role_name        = snowflake_account_role.init.name
  parent_role_name = var.parent_role
}

resource "snowflake_grant_account_role" "users_init" {
  for_each = var.init_users

  role_name = snowflake_account_role.init.name
  user_name = each.key
}
