package io.snowgauge.io.files.azure;

import io.snowgauge.io.secrets.Secret;

/** How an account is proved to be one's own. Secrets are read anew whenever they are used. */
public sealed interface AzureCredential {
  /** Environment, workload or managed identity, developer tools: Azure's default chain. */
  record Default() implements AzureCredential {}

  /** The account's key. */
  record AccountKey(Secret key) implements AzureCredential {}

  /** A shared access signature, with or without the '?' before it. */
  record Sas(Secret token) implements AzureCredential {}

  /** A connection string, which names the account and, if not Azure's, its endpoint. */
  record ConnectionString(Secret text) implements AzureCredential {}

  /**
   * A provider of tokens, as JSON in the form of Beam's option {@code --azureCredentialsProvider}.
   */
  record Provider(Secret json) implements AzureCredential {
    /**
     * Checks that Beam can read it.
     *
     * @throws IllegalArgumentException naming the option, and no secret
     */
    public void check() {
      AzureProvider.read(json.read());
    }
  }
}
