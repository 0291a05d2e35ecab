mock_provider "azurerm" {}
mock_provider "snowflake" {}

variables {
  subscription_id           = "00000000-0000-0000-0000-000000000000"
  storage_account_name      = "globolattefiles"
  event_hubs_namespace_name = "globolatte-events"
  snowflake_account         = "MYORG-MY-ACCOUNT"
  public_key_file           = "tests/public-key.pem"
}

# What it gives Snowgauge is read by Snowgauge itself in io.snowgauge.deployment.TerraformTest.
run "ready" {
  command = plan

  assert {
    condition = (
      jsondecode(output.snowgauge_configuration).warehouse.account == "MYORG-MY-ACCOUNT"
      && jsondecode(output.snowgauge_configuration).datasets.sales_transactions.input == "azfs://globolattefiles/landing/sales/{business_unit}/sales-{date}.csv"
    )
    error_message = "the two modules do not make one configuration: ${output.snowgauge_configuration}"
  }
}
