package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Setting;
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
  AWS_REGION("awsRegion", S3.REGION),
  ENDPOINT("endpoint", S3.ENDPOINT),
  AWS_CREDENTIALS_PROVIDER("awsCredentialsProvider", S3.CREDENTIALS_PROVIDER),
  PROXY_CONFIGURATION("proxyConfiguration", S3.PROXY_CONFIGURATION),
  HTTP_CLIENT_CONFIGURATION("httpClientConfiguration", S3.HTTP_CLIENT_CONFIGURATION),
  S3_STORAGE_CLASS("s3StorageClass", S3.STORAGE_CLASS),
  SSE_ALGORITHM("SSEAlgorithm", S3.SSE_ALGORITHM),
  SSE_KMS_KEY_ID("SSEKMSKeyId", S3.SSE_KMS_KEY_ID),
  BUCKET_KEY_ENABLED("bucketKeyEnabled", S3.BUCKET_KEY_ENABLED),
  BLOB_SERVICE_ENDPOINT("blobServiceEndpoint", Azure.ENDPOINT),
  ACCOUNT_NAME("accountName", Azure.ACCOUNT),
  ACCESS_KEY("accessKey", Azure.ACCOUNT_KEY, Azure.Auth.ACCOUNT_KEY),
  SAS_TOKEN("sasToken", Azure.SAS, Azure.Auth.SAS),
  AZURE_CONNECTION_STRING(
      "azureConnectionString", Azure.CONNECTION_STRING, Azure.Auth.CONNECTION_STRING),
  AZURE_CREDENTIALS_PROVIDER(
      "azureCredentialsProvider", Azure.CREDENTIALS_PROVIDER, Azure.Auth.CREDENTIALS_PROVIDER),

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

  @SuppressWarnings("ImmutableEnumChecker") // What is declared of a setting does not change.
  private final @Nullable Setting<?> setting;

  private final Azure.@Nullable Auth azureAuth;
  private final @Nullable String refusal;

  BeamStorageOption(String beamName, Setting<?> setting) {
    this(beamName, setting, null, null);
  }

  BeamStorageOption(String beamName, Setting<?> setting, Azure.Auth azureAuth) {
    this(beamName, setting, azureAuth, null);
  }

  BeamStorageOption(String beamName, String refusal) {
    this(beamName, null, null, refusal);
  }

  BeamStorageOption(
      String beamName,
      @Nullable Setting<?> setting,
      Azure.@Nullable Auth azureAuth,
      @Nullable String refusal) {
    this.beamName = beamName;
    this.setting = setting;
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
    return setting;
  }

  /** The value of {@code storage.azure.auth.type} that it implies, or null. */
  Azure.@Nullable Auth azureAuth() {
    return azureAuth;
  }

  /** Why it is not taken, or null. */
  @Nullable String refusal() {
    return refusal;
  }
}
