package io.snowgauge.io.warehouse.beam;

import io.snowgauge.io.warehouse.beam.PublishBatches.Published;
import io.snowgauge.transforms.files.VersionedCoder;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.SerializableCoder;

/** Encodes what became of batches, field by field; before it had numbers, Java serialised them. */
final class PublishedCoder extends VersionedCoder<Published> {
  private static final long serialVersionUID = 1L;

  private static final PublishedCoder INSTANCE = new PublishedCoder();

  private PublishedCoder() {}

  static PublishedCoder of() {
    return INSTANCE;
  }

  @Override
  protected String noun() {
    return "a published batch";
  }

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void encodeFields(Published value, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeLong(value.published());
    data.writeLong(value.failed());
    data.writeLong(value.duplicates());
    data.writeLong(value.records());
    data.writeLong(value.p50());
    data.writeLong(value.p95());
    data.writeLong(value.p99());
  }

  @Override
  protected Published decodeFields(int version, InputStream in) throws IOException {
    if (version == 0) {
      return SerializableCoder.of(Published.class).decode(in);
    }
    DataInputStream data = new DataInputStream(in);
    return new Published(
        data.readLong(),
        data.readLong(),
        data.readLong(),
        data.readLong(),
        data.readLong(),
        data.readLong(),
        data.readLong());
  }
}
