package io.snowgauge.pipelines.storage;

import io.snowgauge.io.files.azure.AzureAccess;
import io.snowgauge.io.files.azure.AzureCredential;
import io.snowgauge.io.files.azure.AzureStore;
import io.snowgauge.io.files.s3.S3Access;
import io.snowgauge.io.files.s3.S3Store;
import io.snowgauge.pipelines.config.StorageConfiguration;
import io.snowgauge.pipelines.config.StorageConfiguration.AzureAuth;
import io.snowgauge.transforms.files.Storage;

/** Makes the object stores of a configuration known to this process. */
public final class ObjectStores {
  private ObjectStores() {}

  /** Has {@link Storage} use them; connects to nothing. Needs the libraries of the clouds. */
  public static void use(StorageConfiguration configured) {
    StorageConfiguration.S3 s3 = configured.s3();
    Storage.use(
        S3Store.SCHEME, new S3Store(new S3Access(s3.region(), s3.endpoint(), s3.pathStyle())));
    StorageConfiguration.Azure azure = configured.azure();
    Storage.use(
        AzureStore.SCHEME,
        new AzureStore(new AzureAccess(azure.endpoint(), credential(azure.auth()))));
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
    return new AzureCredential.Default();
  }
}
