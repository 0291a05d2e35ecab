package io.snowgauge.io.files.azure;

import io.snowgauge.io.emulators.Azurite;
import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.files.ObjectStoreContract;
import io.snowgauge.transforms.files.ObjectStore;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Emulators.class)
class AzureStoreTest extends ObjectStoreContract {
  @Override
  protected ObjectStore store() {
    return new AzureStore(Emulators.azurite().access(), 2);
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
