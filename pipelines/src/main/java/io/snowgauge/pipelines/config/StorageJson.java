package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.pipelines.config.StorageConfiguration.Azure;
import io.snowgauge.pipelines.config.StorageConfiguration.AzureAuth;
import io.snowgauge.pipelines.config.StorageConfiguration.S3;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What other processes are told of object storage: references to secrets, never a secret. */
public final class StorageJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET_KEY = "storage.azure.auth.";

  private StorageJson() {}

  /**
   * Writes a configuration.
   *
   * @throws IllegalArgumentException if it holds a secret itself
   */
  public static String write(StorageConfiguration storage) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode s3 = root.putObject("s3");
    put(s3, "region", storage.s3().region());
    put(s3, "endpoint", storage.s3().endpoint());
    Boolean pathStyle = storage.s3().pathStyle();
    if (pathStyle != null) {
      s3.put("pathStyle", pathStyle);
    }
    StorageConfiguration.S3Clients clients = storage.s3().clients();
    put(s3, "credentialsProvider", portable(clients.credentialsProvider()));
    put(s3, "proxyConfiguration", portable(clients.proxyConfiguration()));
    put(s3, "httpClientConfiguration", portable(clients.httpClientConfiguration()));
    StorageConfiguration.S3Writes writes = storage.s3().writes();
    put(s3, "storageClass", writes.storageClass());
    put(s3, "sseAlgorithm", writes.sseAlgorithm());
    put(s3, "sseKmsKeyId", writes.sseKmsKeyId());
    Boolean bucketKey = writes.bucketKeyEnabled();
    if (bucketKey != null) {
      s3.put("bucketKeyEnabled", bucketKey);
    }
    ObjectNode azure = root.putObject("azure");
    put(azure, "endpoint", storage.azure().endpoint());
    put(azure, "account", storage.azure().account());
    azure.put("auth", type(storage.azure().auth()));
    if (storage.azure().auth() instanceof AzureAuth.CredentialsProvider auth) {
      azure.put("provider", auth.provider().portable());
    }
    SecretReference secret = storage.secret();
    if (secret != null) {
      azure.put("secret", secret.portable());
    }
    return root.toString();
  }

  private static @Nullable String portable(@Nullable DeferredJson json) {
    return json == null ? null : json.portable();
  }

  private static void put(ObjectNode group, String name, @Nullable String value) {
    if (value != null) {
      group.put(name, value);
    }
  }

  private static String type(AzureAuth auth) {
    if (auth instanceof AzureAuth.AccountKey) {
      return Settings.ACCOUNT_KEY;
    }
    if (auth instanceof AzureAuth.Sas) {
      return Settings.SAS;
    }
    if (auth instanceof AzureAuth.CredentialsProvider) {
      return Settings.CREDENTIALS_PROVIDER;
    }
    return auth instanceof AzureAuth.ConnectionString
        ? Settings.CONNECTION_STRING
        : Settings.DEFAULT_CHAIN;
  }

  /** Reads what {@link #write} wrote. */
  public static StorageConfiguration read(String json) {
    try {
      JsonNode root = JSON.readTree(json);
      JsonNode s3 = root.path("s3");
      JsonNode azure = root.path("azure");
      return new StorageConfiguration(
          new S3(
              text(s3, "region"),
              text(s3, "endpoint"),
              flag(s3, "pathStyle"),
              new StorageConfiguration.S3Clients(
                  json(s3, "credentialsProvider"),
                  json(s3, "proxyConfiguration"),
                  json(s3, "httpClientConfiguration")),
              new StorageConfiguration.S3Writes(
                  text(s3, "storageClass"),
                  text(s3, "sseAlgorithm"),
                  text(s3, "sseKmsKeyId"),
                  flag(s3, "bucketKeyEnabled"))),
          new Azure(text(azure, "endpoint"), text(azure, "account"), auth(azure)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("expected the storage configuration as JSON", e);
    }
  }

  private static @Nullable String text(JsonNode group, String name) {
    return group.path(name).textValue();
  }

  private static @Nullable Boolean flag(JsonNode group, String name) {
    return group.has(name) ? group.get(name).booleanValue() : null;
  }

  private static @Nullable DeferredJson json(JsonNode s3, String name) {
    String text = text(s3, name);
    return text == null ? null : new DeferredJson("storage.s3." + name, text, "/");
  }

  private static AzureAuth auth(JsonNode azure) {
    String type = azure.path("auth").asText();
    if (type.equals(Settings.DEFAULT_CHAIN)) {
      return new AzureAuth.Default();
    }
    if (type.equals(Settings.CREDENTIALS_PROVIDER)) {
      return new AzureAuth.CredentialsProvider(
          new DeferredJson(SECRET_KEY + type, azure.path("provider").asText(), "/"));
    }
    SecretReference secret;
    try {
      Reference reference = Reference.parse(azure.path("secret").asText(), 0, Path.of("/"));
      secret = SecretReference.to(SECRET_KEY + type, reference);
    } catch (InvalidValueException e) {
      throw new IllegalArgumentException(SECRET_KEY + type + ": " + e.getMessage(), e);
    }
    return switch (type) {
      case Settings.ACCOUNT_KEY -> new AzureAuth.AccountKey(secret);
      case Settings.SAS -> new AzureAuth.Sas(secret);
      case Settings.CONNECTION_STRING -> new AzureAuth.ConnectionString(secret);
      default -> throw new IllegalArgumentException("no such way to authenticate: " + type);
    };
  }
}
