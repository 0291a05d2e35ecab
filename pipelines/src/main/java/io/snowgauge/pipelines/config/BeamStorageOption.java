package io.snowgauge.pipelines.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An option of Beam's modules for object storage (AwsOptions and S3Options of
 * beam-sdks-java-io-amazon-web-services2, AzureOptions and BlobstoreOptions of
 * beam-sdks-java-io-azure). Each stands for a setting, or is refused with the reason: none is taken
 * and ignored.
 */
public enum BeamStorageOption {
  AWS_REGION("awsRegion", Settings.STORAGE_S3_REGION),
  ENDPOINT("endpoint", Settings.STORAGE_S3_ENDPOINT),
  AWS_CREDENTIALS_PROVIDER("awsCredentialsProvider", Settings.STORAGE_S3_CREDENTIALS_PROVIDER),
  PROXY_CONFIGURATION("proxyConfiguration", Settings.STORAGE_S3_PROXY_CONFIGURATION),
  HTTP_CLIENT_CONFIGURATION(
      "httpClientConfiguration", Settings.STORAGE_S3_HTTP_CLIENT_CONFIGURATION),
  S3_STORAGE_CLASS("s3StorageClass", Settings.STORAGE_S3_STORAGE_CLASS),
  SSE_ALGORITHM("SSEAlgorithm", Settings.STORAGE_S3_SSE_ALGORITHM),
  SSE_KMS_KEY_ID("SSEKMSKeyId", Settings.STORAGE_S3_SSE_KMS_KEY_ID),
  BUCKET_KEY_ENABLED("bucketKeyEnabled", Settings.STORAGE_S3_BUCKET_KEY_ENABLED),
  BLOB_SERVICE_ENDPOINT("blobServiceEndpoint", Settings.STORAGE_AZURE_ENDPOINT),
  ACCOUNT_NAME("accountName", Settings.STORAGE_AZURE_ACCOUNT),
  ACCESS_KEY("accessKey", Settings.STORAGE_AZURE_AUTH_ACCOUNT_KEY, Settings.ACCOUNT_KEY),
  SAS_TOKEN("sasToken", Settings.STORAGE_AZURE_AUTH_SAS, Settings.SAS),
  AZURE_CONNECTION_STRING(
      "azureConnectionString",
      Settings.STORAGE_AZURE_AUTH_CONNECTION_STRING,
      Settings.CONNECTION_STRING),
  AZURE_CREDENTIALS_PROVIDER(
      "azureCredentialsProvider",
      Settings.STORAGE_AZURE_AUTH_CREDENTIALS_PROVIDER,
      Settings.CREDENTIALS_PROVIDER),

  S3_UPLOAD_BUFFER_SIZE_BYTES(
      "s3UploadBufferSizeBytes", "uploads are made of parts of 5 MiB, for which memory is planned"),
  S3_THREAD_POOL_SIZE(
      "s3ThreadPoolSize", "each thread that reads or writes files makes its own requests"),
  SSE_CUSTOMER_KEY(
      "SSECustomerKey",
      "each reader would need the key, the warehouse too; --SSEAlgorithm=aws:kms has one that does"
          + " not travel"),
  CUSTOMER_PROVIDED_KEY("customerProvidedKey", "each reader would need the key, the warehouse too"),
  S3_CLIENT_FACTORY_CLASS("s3ClientFactoryClass", "S3's client is Snowgauge's own"),
  CLIENT_BUILDER_FACTORY("clientBuilderFactory", "S3's client is Snowgauge's own"),
  BLOBSTORE_CLIENT_FACTORY_CLASS(
      "blobstoreClientFactoryClass", "Azure's client is Snowgauge's own"),
  PIPELINE_POLICY("pipelinePolicy", "it has no form that a command line could give"),
  HTTP_CLIENT("httpClient", "it has no form that a command line could give"),
  HTTP_PIPELINE("httpPipeline", "it has no form that a command line could give");

  private final String beamName;
  private final @Nullable String pattern;
  private final @Nullable String azureAuth;
  private final @Nullable String refusal;

  BeamStorageOption(String beamName, Setting<?> setting) {
    this(beamName, setting, null, null);
  }

  BeamStorageOption(String beamName, Setting<?> setting, String azureAuth) {
    this(beamName, setting, azureAuth, null);
  }

  BeamStorageOption(String beamName, String refusal) {
    this(beamName, null, null, refusal);
  }

  BeamStorageOption(
      String beamName,
      @Nullable Setting<?> setting,
      @Nullable String azureAuth,
      @Nullable String refusal) {
    this.beamName = beamName;
    this.pattern = setting == null ? null : setting.pattern();
    this.azureAuth = azureAuth;
    this.refusal = refusal;
  }

  /** All of AwsOptions, which Beam's other modules for AWS read as well. */
  public static List<BeamStorageOption> ofAws() {
    return List.of(
        AWS_REGION,
        ENDPOINT,
        AWS_CREDENTIALS_PROVIDER,
        PROXY_CONFIGURATION,
        HTTP_CLIENT_CONFIGURATION);
  }

  /** As it is written on a command line. */
  public String option() {
    return "--" + beamName;
  }

  /** As Beam names it. */
  public String beamName() {
    return beamName;
  }

  /** The option of that source of a value, if it is one. */
  static Optional<BeamStorageOption> from(@Nullable String source) {
    return Arrays.stream(values()).filter(option -> option.option().equals(source)).findFirst();
  }

  /** What it stands for, or null where it is refused. */
  @Nullable Setting<?> setting() {
    return pattern == null ? null : Settings.get(pattern);
  }

  /** The value of {@code storage.azure.auth.type} that it implies, or null. */
  @Nullable String azureAuth() {
    return azureAuth;
  }

  /** Why it is not taken, or null. */
  @Nullable String refusal() {
    return refusal;
  }
}
