mock_provider "snowflake" {}

variables {
  account    = "MYORG-MYACCOUNT"
  public_key = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A${join("", [for number in range(45) : "abcdefgh"])}"
}

run "an_account_without_its_organization" {
  command = plan
  variables {
    account = "xy12345.west-europe.azure"
  }
  expect_failures = [var.account]
}

run "the_private_half" {
  command = plan
  variables {
    public_key = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n${var.public_key}\n-----END ENCRYPTED PRIVATE KEY-----"
  }
  expect_failures = [var.public_key]
}

run "keys_that_are_none" {
  command = plan
  variables {
    public_key      = "snowflake.pub"
    next_public_key = "snowflake.pub"
  }
  expect_failures = [var.public_key, var.next_public_key]
}

run "names_that_would_need_quotes" {
  command = plan
  variables {
    names = { database = "GloboLatte" }
  }
  expect_failures = [var.names]
}

run "numbers_out_of_range" {
  command = plan
  variables {
    auto_suspend_seconds = 0
    credit_quota         = 0
    warehouse_size       = "X6LARGE"
  }
  expect_failures = [var.auto_suspend_seconds, var.credit_quota, var.warehouse_size]
}

run "a_stage_by_the_wrong_kind_of_url" {
  command = plan
  variables {
    external_stage = {
      tenant_id = "11111111-2222-3333-4444-555555555555"
      url       = "https://globolattefiles.blob.core.windows.net/staging/"
    }
  }
  expect_failures = [var.external_stage]
}
