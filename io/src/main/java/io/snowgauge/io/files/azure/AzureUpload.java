package io.snowgauge.io.files.azure;

import com.azure.storage.blob.specialized.BlockBlobClient;
import io.snowgauge.io.files.ObjectUri;
import io.snowgauge.io.files.PartUpload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** A block blob by one request, or by blocks, of which nothing shows before they are committed. */
final class AzureUpload implements PartUpload {
  private final AzureClients clients;
  private final String uri;
  private final ObjectUri object;
  private final UUID id = UUID.randomUUID();
  private final List<String> blocks = new ArrayList<>();

  AzureUpload(AzureClients clients, String uri, ObjectUri object) {
    this.clients = clients;
    this.uri = uri;
    this.object = object;
  }

  private BlockBlobClient blob() throws IOException {
    return clients.blob(object).getBlockBlobClient();
  }

  @Override
  public void whole(byte[] bytes, int length) throws IOException {
    try {
      blob().upload(new ByteArrayInputStream(bytes, 0, length), length, true);
    } catch (RuntimeException e) {
      throw AzureErrors.ofStore(uri, clients, e);
    }
  }

  @Override
  public void part(int number, byte[] bytes, int length) throws IOException {
    String block = block(number);
    try {
      blob().stageBlock(block, new ByteArrayInputStream(bytes, 0, length), length);
      blocks.add(block);
    } catch (RuntimeException e) {
      throw AzureErrors.ofStore(uri, clients, e);
    }
  }

  /** Names of one length, and different from those of another writer of the same blob. */
  private String block(int number) {
    byte[] name =
        ByteBuffer.allocate(20)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .putInt(number)
            .array();
    return Base64.getEncoder().encodeToString(name);
  }

  @Override
  public void complete() throws IOException {
    try {
      blob().commitBlockList(blocks, true);
    } catch (RuntimeException e) {
      throw AzureErrors.ofStore(uri, clients, e);
    }
  }

  /** Azure forgets blocks that nobody commits. */
  @Override
  public void abort() {}
}
