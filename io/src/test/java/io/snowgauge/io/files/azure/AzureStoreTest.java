package io.snowgauge.io.files.azure;

import io.snowgauge.io.emulators.Azurite;
import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.files.ObjectStoreConformance;
import io.snowgauge.io.files.ObjectUri;
import io.snowgauge.transforms.files.ObjectStore;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Emulators.class)
class AzureStoreTest extends ObjectStoreConformance {
  @Override
  protected ObjectStore store() {
    return new AzureStore(Emulators.azurite().access(), 2);
  }

  @Override
  protected void archive(String uri) {
    ObjectUri object = ObjectUri.parse(uri, 2);
    String container = object.container().substring(Azurite.ACCOUNT.length() + 1);
    Emulators.azurite().archive(container, object.name());
  }

  @Override
  protected String whyArchived() {
    return "BlobArchived; the blob is archived: rehydrate it to an online tier";
  }

  @Override
  protected ObjectStore unreachable() {
    return new AzureStore(
        new AzureAccess(
            "http://127.0.0.1:1/" + Azurite.ACCOUNT,
            new AzureCredential.AccountKey(() -> Azurite.KEY)));
  }

  @Override
  protected String createContainer(String name) {
    Emulators.azurite().createContainer(name);
    return "azfs://" + Azurite.ACCOUNT + "/" + name + "/";
  }
}
