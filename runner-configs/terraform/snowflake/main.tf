resource "snowflake_database" "this" {
  name = var.names.database
}

resource "snowflake_schema" "target" {
  database = snowflake_database.this.name
  name     = var.names.target_schema
  comment  = "Loaded records. 'snowgauge init' creates the tables."
}

resource "snowflake_schema" "control" {
  database = snowflake_database.this.name
  name     = var.names.control_schema
  comment  = "Snowgauge's ledger, audit and staging tables. 'snowgauge init' creates the tables."
}

resource "snowflake_warehouse" "this" {
  name                = var.names.warehouse
  warehouse_size      = var.warehouse_size
  auto_suspend        = var.auto_suspend_seconds
  auto_resume         = "true"
  initially_suspended = true
  resource_monitor    = snowflake_resource_monitor.this.name
  comment             = "Loads files."
}

# At the quota what runs may end, a tenth above it nothing may run.
resource "snowflake_resource_monitor" "this" {
  name                      = var.names.resource_monitor
  credit_quota              = var.credit_quota
  notify_triggers           = [75, 90]
  suspend_trigger           = 100
  suspend_immediate_trigger = 110
  notify_users              = var.notify_users
}
