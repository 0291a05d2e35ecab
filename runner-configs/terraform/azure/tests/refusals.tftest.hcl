mock_provider "azurerm" {}

variables {
  name                      = "globolatte"
  location                  = "westeurope"
  storage_account_name      = "globolattefiles"
  event_hubs_namespace_name = "globolatte-events"
  datasets                  = { sales = { input = "sales/{date}.csv" } }
}

run "basic_event_hubs" {
  command = plan
  variables {
    event_hubs_sku = "Basic"
  }
  expect_failures = [var.event_hubs_sku]
}

run "names_that_azure_refuses" {
  command = plan
  variables {
    name                      = "Globo_Latte"
    storage_account_name      = "globolatte-files"
    event_hubs_namespace_name = "short"
  }
  expect_failures = [var.name, var.storage_account_name, var.event_hubs_namespace_name]
}

run "addresses_that_storage_refuses" {
  command = plan
  variables {
    allowed_ip_ranges = ["10.0.0.0/8"]
  }
  expect_failures = [var.allowed_ip_ranges]
}

run "a_single_address_with_its_mask" {
  command = plan
  variables {
    allowed_ip_ranges = ["203.0.113.7/32"]
  }
  expect_failures = [var.allowed_ip_ranges]
}

run "an_address_that_is_none" {
  command = plan
  variables {
    allowed_ip_ranges = ["203.0.113.700"]
  }
  expect_failures = [var.allowed_ip_ranges]
}

run "numbers_out_of_range" {
  command = plan
  variables {
    event_hubs_capacity   = 0
    partition_count       = 33
    event_retention_hours = 200
    retry                 = { attempts = 31, minutes = 10 }
  }
  expect_failures = [var.event_hubs_capacity, var.partition_count, var.event_retention_hours, var.retry]
}

run "words_that_mean_nothing" {
  command = plan
  variables {
    storage_replication         = "lrs"
    event_hub_authentication    = "password"
    event_schema                = "CloudEvents"
    snowflake_subnet_ids        = ["subnet-1"]
    kubernetes_oidc_issuer_url  = "oic.prod-aks.azure.com"
    kubernetes_service_accounts = ["snowgauge"]
    address_space               = "10.42.0.0"
    core_subnet_prefix          = "core"
  }
  expect_failures = [
    var.storage_replication, var.event_hub_authentication, var.event_schema, var.snowflake_subnet_ids,
    var.kubernetes_oidc_issuer_url, var.kubernetes_service_accounts, var.address_space, var.core_subnet_prefix,
  ]
}

run "no_dataset" {
  command = plan
  variables {
    datasets = {}
  }
  expect_failures = [var.datasets]
}

run "an_input_elsewhere" {
  command = plan
  variables {
    datasets = { sales = { input = "azfs://other/container/{date}.csv" } }
  }
  expect_failures = [var.datasets]
}

run "an_input_whose_events_would_not_match" {
  command = plan
  variables {
    datasets = { sales = { input = "größe/{date}.csv" } }
  }
  expect_failures = [var.datasets]
}

run "more_beginnings_than_a_filter_takes" {
  command = plan
  variables {
    datasets = { for number in range(20) : "d${number}" => { input = "d${number}/*" } }
  }
  expect_failures = [var.datasets]
}

run "as_many_beginnings_as_a_filter_takes" {
  command = plan
  variables {
    datasets = { for number in range(19) : "d${number}" => { input = "d${number}/*" } }
  }

  assert {
    condition = 25 == length(flatten([
      for kind in ["string_begins_with", "string_not_ends_with", "string_in"] :
      azurerm_eventgrid_system_topic_event_subscription.blob_created.advanced_filter[0][kind][*].values
    ]))
    error_message = "a subscription takes 25 values in all its filters"
  }
}

run "an_account_that_loads_and_extracts" {
  command = plan
  variables {
    extract_service_account = "snowgauge:snowgauge"
  }
  expect_failures = [var.extract_service_account]
}

run "an_account_without_its_namespace" {
  command = plan
  variables {
    extract_service_account = "snowgauge-extract"
  }
  expect_failures = [var.extract_service_account]
}
