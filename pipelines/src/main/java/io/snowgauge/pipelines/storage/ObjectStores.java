package io.snowgauge.pipelines.storage;

import io.snowgauge.io.files.azure.AzureAccess;
import io.snowgauge.io.files.azure.AzureCredential;
import io.snowgauge.io.files.azure.AzureStore;
import io.snowgauge.io.files.s3.BeamAwsOptions;
import io.snowgauge.io.files.s3.S3Access;
import io.snowgauge.io.files.s3.S3Store;
import io.snowgauge.io.files.s3.S3Writes;
import io.snowgauge.pipelines.config.DeferredJson;
import io.snowgauge.pipelines.config.StorageConfiguration;
import io.snowgauge.pipelines.config.StorageConfiguration.AzureAuth;
import io.snowgauge.transforms.files.Storage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the object stores of a configuration known to this process. */
public final class ObjectStores {
  private ObjectStores() {}

  /**
   * Has {@link Storage} use them; connects to nothing. Needs the libraries of the clouds.
   *
   * @throws IllegalArgumentException if Beam cannot read what is in the form of its options
   */
  public static void use(StorageConfiguration configured) {
    S3Access s3 = s3(configured.s3());
    s3.options().check();
    Storage.use(S3Store.SCHEME, new S3Store(s3));
    StorageConfiguration.Azure azure = configured.azure();
    AzureCredential credential = credential(azure.auth());
    if (credential instanceof AzureCredential.Provider provider) {
      provider.check();
    }
    Storage.use(AzureStore.SCHEME, new AzureStore(new AzureAccess(azure.endpoint(), credential)));
  }

  private static S3Access s3(StorageConfiguration.S3 s3) {
    StorageConfiguration.S3Clients clients = s3.clients();
    StorageConfiguration.S3Writes writes = s3.writes();
    return new S3Access(
        s3.region(),
        s3.endpoint(),
        s3.pathStyle(),
        new BeamAwsOptions(
            reader(clients.credentialsProvider()),
            reader(clients.proxyConfiguration()),
            reader(clients.httpClientConfiguration())),
        new S3Writes(
            writes.storageClass(),
            writes.sseAlgorithm(),
            writes.sseKmsKeyId(),
            writes.bucketKeyEnabled()));
  }

  private static @Nullable Supplier<String> reader(@Nullable DeferredJson json) {
    return json == null ? null : json::resolve;
  }

  private static AzureCredential credential(AzureAuth auth) {
    if (auth instanceof AzureAuth.AccountKey key) {
      return new AzureCredential.AccountKey(key.key()::resolve);
    }
    if (auth instanceof AzureAuth.Sas sas) {
      return new AzureCredential.Sas(sas.sas()::resolve);
    }
    if (auth instanceof AzureAuth.ConnectionString all) {
      return new AzureCredential.ConnectionString(all.text()::resolve);
    }
    if (auth instanceof AzureAuth.CredentialsProvider provider) {
      return new AzureCredential.Provider(provider.provider()::resolve);
    }
    return new AzureCredential.Default();
  }
}
