package io.snowgauge.pipelines.config;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How object storage is reached, where it has to be said.
 *
 * @param s3 Amazon S3, or what speaks like it
 * @param azure Azure blob storage
 */
public record StorageConfiguration(S3 s3, Azure azure) implements Serializable {
  /**
   * Amazon S3.
   *
   * @param region of the buckets, or null for that of the environment
   * @param endpoint of another store, or null for AWS'
   * @param pathStyle whether buckets are named in the path, or null for where they have to be
   * @param clients what Beam's options say of clients
   * @param writes how what is written is kept
   */
  public record S3(
      @Nullable String region,
      @Nullable String endpoint,
      @Nullable Boolean pathStyle,
      S3Clients clients,
      S3Writes writes)
      implements Serializable {
    /** With clients and writes as they are by default. */
    public S3(@Nullable String region, @Nullable String endpoint, @Nullable Boolean pathStyle) {
      this(region, endpoint, pathStyle, S3Clients.DEFAULT, S3Writes.DEFAULT);
    }
  }

  /**
   * Clients of S3, in the form of Beam's options of these names; each may be null.
   *
   * @param credentialsProvider where credentials come from; by default AWS' chain
   * @param proxyConfiguration of HTTP
   * @param httpClientConfiguration timeouts and connections
   */
  public record S3Clients(
      @Nullable DeferredJson credentialsProvider,
      @Nullable DeferredJson proxyConfiguration,
      @Nullable DeferredJson httpClientConfiguration)
      implements Serializable {
    static final S3Clients DEFAULT = new S3Clients(null, null, null);
  }

  /**
   * How S3 keeps what is written; each may be null for what the bucket says.
   *
   * @param storageClass such as STANDARD_IA
   * @param sseAlgorithm of encryption at rest
   * @param sseKmsKeyId the key of encryption by KMS
   * @param bucketKeyEnabled whether KMS is asked once for the bucket
   */
  public record S3Writes(
      @Nullable String storageClass,
      @Nullable String sseAlgorithm,
      @Nullable String sseKmsKeyId,
      @Nullable Boolean bucketKeyEnabled)
      implements Serializable {
    static final S3Writes DEFAULT = new S3Writes(null, null, null, null);
  }

  /**
   * Azure blob storage.
   *
   * @param endpoint of the account, or null for Azure's own
   * @param account the only one that is used, or null for those that URIs name
   * @param auth how the account is proved to be one's own
   */
  public record Azure(@Nullable String endpoint, @Nullable String account, AzureAuth auth)
      implements Serializable {
    /** For whatever account URIs name. */
    public Azure(@Nullable String endpoint, AzureAuth auth) {
      this(endpoint, null, auth);
    }
  }

  /** How the account is proved to be one's own. */
  public sealed interface AzureAuth extends Serializable {
    /** Environment, workload or managed identity, and so on. */
    record Default() implements AzureAuth {}

    /** The account's key. */
    record AccountKey(SecretReference key) implements AzureAuth {}

    /** A shared access signature. */
    record Sas(SecretReference sas) implements AzureAuth {}

    /** A connection string. */
    record ConnectionString(SecretReference text) implements AzureAuth {}

    /** A provider of tokens, in the form of Beam's option of that name. */
    record CredentialsProvider(DeferredJson provider) implements AzureAuth {}
  }

  /** All by default. */
  public static final StorageConfiguration DEFAULT =
      new StorageConfiguration(new S3(null, null, null), new Azure(null, new AzureAuth.Default()));

  /** The secret that it refers to, or null. */
  public @Nullable SecretReference secret() {
    AzureAuth auth = azure.auth();
    if (auth instanceof AzureAuth.AccountKey key) {
      return key.key();
    }
    if (auth instanceof AzureAuth.Sas sas) {
      return sas.sas();
    }
    return auth instanceof AzureAuth.ConnectionString all ? all.text() : null;
  }
}
