package io.snowgauge.io.emulators;

import com.azure.core.http.okhttp.OkHttpAsyncHttpClientBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.AccessTier;
import io.snowgauge.io.files.azure.AzureAccess;
import io.snowgauge.io.files.azure.AzureCredential;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A process that answers the clients of Azure's blob storage, or of its queues. */
public final class Azurite implements AutoCloseable {
  /** The only account. */
  public static final String ACCOUNT = "devstoreaccount1";

  /** Its key, which everybody knows. */
  public static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private final Emulator emulator;

  private Azurite(Emulator emulator) {
    this.emulator = emulator;
  }

  /** Starts one for blobs. */
  static Azurite start() {
    return start("blob");
  }

  /** Starts one for queues. */
  static Azurite startQueues() {
    return start("queue");
  }

  private static Azurite start(String service) {
    Path folder =
        Installation.nodeModules(
            Sources.root().resolve("src/test/emulators/package-lock.json"),
            "tests against Azurite");
    return new Azurite(
        Emulator.start(
            folder,
            Pattern.compile("successfully listens on http://127\\.0\\.0\\.1:([0-9]+)"),
            List.of(
                "node",
                "node_modules/azurite/dist/src/" + service + "/main.js",
                "--" + service + "Host",
                "127.0.0.1",
                "--" + service + "Port",
                "0",
                "--inMemoryPersistence",
                "--skipApiVersionCheck",
                "--disableTelemetry",
                "--silent")));
  }

  /** The URL of the account. */
  public String endpoint() {
    return "http://127.0.0.1:" + emulator.port() + "/" + ACCOUNT;
  }

  /** All that a client needs. */
  public String connectionString() {
    return "DefaultEndpointsProtocol=http;AccountName=%s;AccountKey=%s;BlobEndpoint=%s;"
        .formatted(ACCOUNT, KEY, endpoint());
  }

  /** All that a client of queues needs. */
  public String queueConnectionString() {
    return "DefaultEndpointsProtocol=http;AccountName=%s;AccountKey=%s;QueueEndpoint=%s;"
        .formatted(ACCOUNT, KEY, endpoint());
  }

  /** How the product reaches it. */
  public AzureAccess access() {
    return new AzureAccess(endpoint(), new AzureCredential.AccountKey(() -> KEY));
  }

  /** Creates a container. */
  public void createContainer(String name) {
    client().createBlobContainer(name);
  }

  /** Moves a blob to the tier from which it has to be rehydrated before it can be read. */
  public void archive(String container, String blob) {
    setTier(container, blob, AccessTier.ARCHIVE);
  }

  /** Moves it back, at once. */
  public void rehydrate(String container, String blob) {
    setTier(container, blob, AccessTier.HOT);
  }

  private void setTier(String container, String blob, AccessTier tier) {
    client().getBlobContainerClient(container).getBlobClient(blob).setAccessTier(tier);
  }

  private BlobServiceClient client() {
    return new BlobServiceClientBuilder()
        .httpClient(new OkHttpAsyncHttpClientBuilder().build())
        .connectionString(connectionString())
        .buildClient();
  }

  @Override
  public void close() {
    emulator.close();
  }
}
