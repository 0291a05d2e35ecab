package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.io.files.azure.AzureAccess;
import io.snowgauge.io.files.azure.AzureCredential;
import io.snowgauge.io.files.s3.BeamAwsOptions;
import io.snowgauge.io.files.s3.S3Access;
import io.snowgauge.io.files.s3.S3Writes;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * How object storage is reached. Its parts need the libraries of the clouds, so they are made when
 * they are asked for.
 */
public final class ObjectStorage {
  private static final String GROUP = "storage.";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Values values;

  ObjectStorage(Values values) {
    this.values = values;
  }

  /** Amazon S3, or what speaks like it. */
  public S3Access s3() {
    return new S3Access(
        values.find(Settings.STORAGE_S3_REGION),
        values.find(Settings.STORAGE_S3_ENDPOINT),
        values.find(Settings.STORAGE_S3_PATH_STYLE),
        new BeamAwsOptions(
            values.find(Settings.STORAGE_S3_CREDENTIALS_PROVIDER),
            values.find(Settings.STORAGE_S3_PROXY_CONFIGURATION),
            values.find(Settings.STORAGE_S3_HTTP_CLIENT_CONFIGURATION)),
        new S3Writes(
            values.find(Settings.STORAGE_S3_STORAGE_CLASS),
            values.find(Settings.STORAGE_S3_SSE_ALGORITHM),
            values.find(Settings.STORAGE_S3_SSE_KMS_KEY_ID),
            values.find(Settings.STORAGE_S3_BUCKET_KEY_ENABLED)));
  }

  /** Azure blob storage. */
  public AzureAccess azure() {
    return new AzureAccess(values.find(Settings.STORAGE_AZURE_ENDPOINT), credential());
  }

  private AzureCredential credential() {
    return switch (values.get(Settings.STORAGE_AZURE_AUTH_TYPE)) {
      case Settings.DEFAULT_CHAIN -> new AzureCredential.Default();
      case Settings.ACCOUNT_KEY ->
          new AzureCredential.AccountKey(values.get(Settings.STORAGE_AZURE_AUTH_ACCOUNT_KEY));
      case Settings.SAS -> new AzureCredential.Sas(values.get(Settings.STORAGE_AZURE_AUTH_SAS));
      case Settings.CONNECTION_STRING ->
          new AzureCredential.ConnectionString(
              values.get(Settings.STORAGE_AZURE_AUTH_CONNECTION_STRING));
      case Settings.CREDENTIALS_PROVIDER ->
          new AzureCredential.Provider(
              values.get(Settings.STORAGE_AZURE_AUTH_CREDENTIALS_PROVIDER));
      default -> throw new IllegalStateException("no such way to authenticate");
    };
  }

  /**
   * Options of Beam that say the same, with references resolved.
   *
   * @param options for AWS, each of which was given
   * @throws InvalidConfigurationException if one that a cluster would keep holds a secret
   */
  public List<String> beamArguments(Collection<BeamStorageOption> options, boolean onCluster) {
    return options.stream()
        .map(option -> option.option() + "=" + beamValue(option, onCluster))
        .toList();
  }

  private String beamValue(BeamStorageOption option, boolean onCluster) {
    Setting<?> setting = option.setting();
    Object value = setting == null ? null : values.find(setting);
    if (!(value instanceof DeferredJson json)) {
      return String.valueOf(value);
    }
    if (onCluster && json.holdsSecret()) {
      throw new InvalidConfigurationException(
          List.of(
              option.option()
                  + ": expected no secret, for notifications.type is sqs, whose reader on a cluster"
                  + " takes this option from the job, where it would be stored, but found one; use"
                  + " a provider that finds its secrets where the workers are"));
    }
    return json.read();
  }

  /**
   * The same for other processes: references to secrets, never a secret.
   *
   * @throws IllegalArgumentException if it holds a secret itself
   */
  public String toJson() {
    ObjectNode json = JSON.createObjectNode();
    values.portable(GROUP).forEach(json::put);
    return json.toString();
  }

  /** Reads what {@link #toJson} wrote. */
  public static ObjectStorage fromJson(String json) {
    Values values = new Values();
    try {
      for (Map.Entry<String, JsonNode> value : JSON.readTree(json).properties()) {
        ValueContext context = new ValueContext(value.getKey(), Path.of("/"), Map.of());
        values.read(Settings.get(value.getKey()), value.getValue().asText(), context);
      }
    } catch (JsonProcessingException | InvalidValueException e) {
      throw new IllegalArgumentException("expected the storage configuration as JSON", e);
    }
    return new ObjectStorage(values);
  }
}
