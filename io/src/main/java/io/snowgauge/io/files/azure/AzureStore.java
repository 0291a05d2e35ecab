package io.snowgauge.io.files.azure;

import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobItemProperties;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.ListBlobsOptions;
import io.snowgauge.io.files.ObjectUri;
import io.snowgauge.io.files.PartOutput;
import io.snowgauge.io.files.WriteCondition;
import io.snowgauge.transforms.files.AbortableOutput;
import io.snowgauge.transforms.files.ObjectStore;
import io.snowgauge.transforms.files.StoredObject;
import io.snowgauge.transforms.files.UploadUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code azfs://account/container/name}, by Azure's SDK. */
public final class AzureStore implements ObjectStore {
  /** The scheme of its URIs. */
  public static final String SCHEME = "azfs";

  /** What Azure lists in an answer. */
  private static final int PAGE = 5000;

  /** Marks what stands for a folder, in accounts that have real ones. */
  private static final String FOLDER_MARK = "hdi_isfolder";

  private final AzureClients clients;
  private final int pageSize;

  /** A store that is not connected to yet. */
  public AzureStore(AzureAccess access) {
    this(access, PAGE);
  }

  /** The same; lists {@code pageSize} blobs at a time. */
  public AzureStore(AzureAccess access, int pageSize) {
    this.clients = new AzureClients(access);
    this.pageSize = pageSize;
  }

  private static ObjectUri parse(String uri) {
    return ObjectUri.parse(uri, 2);
  }

  @Override
  public Optional<StoredObject> find(String uri) throws IOException {
    try {
      BlobProperties found = clients.blob(parse(uri)).getProperties();
      return isFolder(found.getMetadata())
          ? Optional.empty()
          : Optional.of(
              new StoredObject(
                  uri,
                  normalised(found.getETag()),
                  found.getBlobSize(),
                  found.getLastModified().toInstant()));
    } catch (RuntimeException e) {
      IOException failure = AzureErrors.ofBlob(uri, clients, e);
      if (failure instanceof NoSuchFileException) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static boolean isFolder(@Nullable Map<String, String> metadata) {
    return metadata != null
        && metadata.entrySet().stream()
            .anyMatch(
                entry ->
                    entry.getKey().equalsIgnoreCase(FOLDER_MARK)
                        && "true".equalsIgnoreCase(entry.getValue()));
  }

  private static String normalised(String etag) {
    return etag.replaceAll("^W/|\"", "");
  }

  @Override
  public void list(String prefixUri, Visitor<StoredObject> objects) throws IOException {
    ObjectUri prefix = parse(prefixUri);
    try {
      visit(
          prefix,
          clients.container(prefix).listBlobs(options(prefix), null).iterator(),
          objects,
          folder -> {});
    } catch (RuntimeException e) {
      throw AzureErrors.ofStore(prefixUri, clients, e);
    }
  }

  @Override
  public void listFolder(String prefixUri, Visitor<StoredObject> objects, Visitor<String> folders)
      throws IOException {
    ObjectUri prefix = parse(prefixUri);
    try {
      visit(
          prefix,
          clients.container(prefix).listBlobsByHierarchy("/", options(prefix), null).iterator(),
          objects,
          folders);
    } catch (RuntimeException e) {
      throw AzureErrors.ofStore(prefixUri, clients, e);
    }
  }

  private ListBlobsOptions options(ObjectUri prefix) {
    return new ListBlobsOptions()
        .setPrefix(prefix.name())
        .setMaxResultsPerPage(pageSize)
        .setDetails(new BlobListDetails().setRetrieveMetadata(true));
  }

  private static void visit(
      ObjectUri prefix,
      Iterator<BlobItem> found,
      Visitor<StoredObject> objects,
      Visitor<String> folders)
      throws IOException {
    String containerUri = SCHEME + "://" + prefix.container() + "/";
    while (found.hasNext()) {
      BlobItem item = found.next();
      String uri = containerUri + item.getName();
      if (Boolean.TRUE.equals(item.isPrefix())) {
        folders.visit(uri);
      } else if (!uri.endsWith("/") && !isFolder(item.getMetadata())) {
        BlobItemProperties properties = item.getProperties();
        objects.visit(
            new StoredObject(
                uri,
                normalised(Objects.requireNonNull(properties.getETag())),
                properties.getContentLength(),
                properties.getLastModified().toInstant()));
      }
    }
  }

  @Override
  public InputStream open(String uri) throws IOException {
    return AzureInput.open(clients, uri, null);
  }

  @Override
  public InputStream open(String uri, String etag) throws IOException {
    return AzureInput.open(clients, uri, etag);
  }

  @Override
  public OutputStream create(String uri) {
    return new PartOutput(new AzureUpload(clients, uri, parse(uri), new WriteCondition.Anything()));
  }

  @Override
  public AbortableOutput createInPlaceOf(String uri, @Nullable String etag) {
    return new PartOutput(
        new AzureUpload(clients, uri, parse(uri), new WriteCondition.Version(etag)));
  }

  @Override
  public Optional<UploadUrl> uploadUrl(
      String uri, @Nullable String etag, @Nullable String sha256, Duration validity)
      throws IOException {
    try {
      WriteCondition.Version condition = new WriteCondition.Version(etag);
      Map<String, String> headers = new LinkedHashMap<>(Map.of("x-ms-blob-type", "BlockBlob"));
      if (condition.ifMatch() != null) {
        headers.put("If-Match", condition.ifMatch());
      } else {
        headers.put("If-None-Match", "*");
      }
      return clients.uploadUrl(parse(uri), validity).map(url -> new UploadUrl(url, headers, false));
    } catch (RuntimeException e) {
      throw AzureErrors.ofBlob(uri, clients, e);
    }
  }

  @Override
  public void delete(Collection<String> uris) throws IOException {
    for (String uri : uris) {
      try {
        clients.blob(parse(uri)).deleteIfExists();
      } catch (RuntimeException e) {
        throw AzureErrors.ofStore(uri, clients, e);
      }
    }
  }

  @Override
  public void reach(String uri) throws IOException {
    ObjectUri prefix = parse(uri);
    try {
      clients.container(prefix).listBlobs(options(prefix).setMaxResultsPerPage(1), null).stream()
          .limit(1)
          .forEach(first -> {});
    } catch (RuntimeException e) {
      throw AzureErrors.ofStore(uri, clients, e);
    }
  }
}
