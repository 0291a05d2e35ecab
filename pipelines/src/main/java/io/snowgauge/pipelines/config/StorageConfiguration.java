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
   */
  public record S3(@Nullable String region, @Nullable String endpoint, @Nullable Boolean pathStyle)
      implements Serializable {}

  /**
   * Azure blob storage.
   *
   * @param endpoint of the account, or null for Azure's own
   * @param auth how the account is proved to be one's own
   */
  public record Azure(@Nullable String endpoint, AzureAuth auth) implements Serializable {}

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
