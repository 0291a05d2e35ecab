package io.snowgauge.io.files.azure;

import java.util.function.Supplier;

/** How an account is proved to be one's own. Secrets are read anew whenever they are used. */
public sealed interface AzureCredential {
  /** Environment, workload or managed identity, developer tools: Azure's default chain. */
  record Default() implements AzureCredential {}

  /** The account's key. */
  record AccountKey(Supplier<String> key) implements AzureCredential {}

  /** A shared access signature, with or without the '?' before it. */
  record Sas(Supplier<String> token) implements AzureCredential {}

  /** A connection string, which names the account and, if not Azure's, its endpoint. */
  record ConnectionString(Supplier<String> text) implements AzureCredential {}

  /**
   * A provider of tokens, as JSON in the form of Beam's option {@code --azureCredentialsProvider}.
   */
  record Provider(Supplier<String> json) implements AzureCredential {
    /**
     * Checks that Beam can read it.
     *
     * @throws IllegalArgumentException naming the option, and no secret
     */
    public void check() {
      AzureProvider.read(json.get());
    }
  }
}
