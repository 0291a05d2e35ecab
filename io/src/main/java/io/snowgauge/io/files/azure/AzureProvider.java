package io.snowgauge.io.files.azure;

import com.azure.core.credential.TokenCredential;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.beam.sdk.io.azure.options.AzureModule;

/** Reads a provider of tokens in the form of Beam's {@code --azureCredentialsProvider}. */
final class AzureProvider {
  private AzureProvider() {}

  /**
   * The provider, by Beam's own code.
   *
   * @throws IllegalArgumentException naming the option, and no secret
   */
  static TokenCredential read(String json) {
    try {
      return new ObjectMapper()
          .registerModule(new AzureModule())
          .readValue(json, TokenCredential.class);
    } catch (JsonProcessingException | RuntimeException e) {
      // Without Jackson's words around what a reader of Beam's throws.
      String message =
          String.valueOf(e.getMessage())
              .lines()
              .findFirst()
              .orElse("")
              .replaceFirst("^Unexpected \\w+ \\(.*?\\): ", "");
      throw new IllegalArgumentException(
          "--azureCredentialsProvider: expected JSON as Beam's AzureOptions take it but found"
              + " another: "
              + (message.contains("is not supported") ? message : e.getClass().getSimpleName()));
    }
  }
}
