package io.snowgauge.io.files.azure;

import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.snowgauge.io.files.ObjectUri;
import io.snowgauge.io.files.PartUpload;
import io.snowgauge.io.files.WriteCondition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A block blob by one request, or by blocks, of which nothing shows before they are committed. */
final class AzureUpload implements PartUpload {
  private final AzureClients clients;
  private final String uri;
  private final ObjectUri object;
  private final WriteCondition condition;
  private final UUID id = UUID.randomUUID();
  private final List<String> blocks = new ArrayList<>();

  AzureUpload(AzureClients clients, String uri, ObjectUri object, WriteCondition condition) {
    this.condition = condition;
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
      BlockBlobSimpleUploadOptions options =
          new BlockBlobSimpleUploadOptions(new ByteArrayInputStream(bytes, 0, length), length);
      blob().uploadWithResponse(options.setRequestConditions(conditions()), null, null);
    } catch (RuntimeException e) {
      throw failed(e);
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
      BlockBlobCommitBlockListOptions options = new BlockBlobCommitBlockListOptions(blocks);
      blob().commitBlockListWithResponse(options.setRequestConditions(conditions()), null, null);
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  private @Nullable BlobRequestConditions conditions() {
    return condition instanceof WriteCondition.Version version
        ? new BlobRequestConditions()
            .setIfMatch(version.ifMatch())
            .setIfNoneMatch(version.ifNoneMatch())
        : null;
  }

  private IOException failed(RuntimeException e) {
    return condition instanceof WriteCondition.Version
        ? AzureErrors.ofBlob(uri, clients, e)
        : AzureErrors.ofStore(uri, clients, e);
  }

  /** Azure forgets blocks that nobody commits. */
  @Override
  public void abort() {}
}
