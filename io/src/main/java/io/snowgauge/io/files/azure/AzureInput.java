package io.snowgauge.io.files.azure;

import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.options.BlobInputStreamOptions;
import com.azure.storage.blob.specialized.BlobInputStream;
import io.snowgauge.io.files.ObjectUri;
import io.snowgauge.transforms.files.ChangedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * One version of a blob, read from start to end block by block, each by a request that is
 * conditional on the version.
 */
final class AzureInput extends InputStream {
  private static final int BLOCK_BYTES = 4 << 20;

  private final AzureClients clients;
  private final String uri;
  private final BlobInputStream in;

  private AzureInput(AzureClients clients, String uri, BlobInputStream in) {
    this.clients = clients;
    this.uri = uri;
    this.in = in;
  }

  /** Opens a version, or the one that is there. */
  static AzureInput open(AzureClients clients, String uri, @Nullable String etag)
      throws IOException {
    BlobInputStreamOptions options = new BlobInputStreamOptions().setBlockSize(BLOCK_BYTES);
    if (etag != null) {
      options.setRequestConditions(new BlobRequestConditions().setIfMatch('"' + etag + '"'));
    }
    try {
      return new AzureInput(
          clients, uri, clients.blob(ObjectUri.parse(uri, 2)).openInputStream(options));
    } catch (RuntimeException e) {
      IOException failure = AzureErrors.ofBlob(uri, clients, e);
      // A condition may be looked at before what it is about.
      if (failure instanceof ChangedFileException && !exists(clients, uri)) {
        throw new NoSuchFileException(uri);
      }
      throw failure;
    }
  }

  private static boolean exists(AzureClients clients, String uri) throws IOException {
    try {
      return clients.blob(ObjectUri.parse(uri, 2)).exists();
    } catch (RuntimeException e) {
      throw AzureErrors.ofBlob(uri, clients, e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return in.read(bytes, offset, length);
    } catch (IOException e) {
      throw AzureErrors.ofRead(uri, clients, e);
    } catch (RuntimeException e) {
      throw AzureErrors.ofBlob(uri, clients, e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
