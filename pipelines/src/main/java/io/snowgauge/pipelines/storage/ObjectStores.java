package io.snowgauge.pipelines.storage;

import io.snowgauge.io.files.azure.AzureAccess;
import io.snowgauge.io.files.azure.AzureCredential;
import io.snowgauge.io.files.azure.AzureStore;
import io.snowgauge.io.files.s3.S3Access;
import io.snowgauge.io.files.s3.S3Store;
import io.snowgauge.pipelines.config.ObjectStorage;
import io.snowgauge.transforms.files.Storage;

/** Makes the object stores of a configuration known to this process. */
public final class ObjectStores {
  private ObjectStores() {}

  /**
   * Has {@link Storage} use them; connects to nothing. Needs the libraries of the clouds.
   *
   * @throws IllegalArgumentException if Beam cannot read what is in the form of its options
   */
  public static void use(ObjectStorage configured) {
    S3Access s3 = configured.s3();
    s3.options().check();
    Storage.use(S3Store.SCHEME, new S3Store(s3));
    AzureAccess azure = configured.azure();
    if (azure.credential() instanceof AzureCredential.Provider provider) {
      provider.check();
    }
    Storage.use(AzureStore.SCHEME, new AzureStore(azure));
  }
}
