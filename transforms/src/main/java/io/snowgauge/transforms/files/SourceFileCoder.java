package io.snowgauge.transforms.files;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.SortedMap;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.SortedMapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Encodes file versions field by field, deterministically. */
public final class SourceFileCoder extends VersionedCoder<SourceFile> {
  /** As it was before it was declared. */
  private static final long serialVersionUID = -2936859650513802226L;

  private static final SourceFileCoder INSTANCE = new SourceFileCoder();
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();
  private static final NullableCoder<String> OPTIONAL_TEXT = NullableCoder.of(TEXT);
  private static final SortedMapCoder<String, String> CAPTURES = SortedMapCoder.of(TEXT, TEXT);

  private SourceFileCoder() {}

  /** The coder. */
  public static SourceFileCoder of() {
    return INSTANCE;
  }

  @Override
  protected String noun() {
    return "a file version";
  }

  @Override
  protected int version() {
    return 2;
  }

  @Override
  protected void encodeFields(SourceFile value, OutputStream out) throws IOException {
    TEXT.encode(value.uri(), out);
    OPTIONAL_TEXT.encode(value.etag(), out);
    DataOutputStream data = new DataOutputStream(out);
    data.writeLong(value.sizeBytes());
    Instant lastModified = value.lastModified();
    data.writeLong(lastModified.getEpochSecond());
    data.writeInt(lastModified.getNano());
    CAPTURES.encode(value.captures(), out);
    Announcement announcement = value.announcement();
    data.writeBoolean(announcement != null);
    if (announcement != null) {
      data.writeLong(announcement.at().toEpochMilli());
      OPTIONAL_TEXT.encode(announcement.sequencer(), out);
    }
    OPTIONAL_TEXT.encode(value.included(), out);
  }

  @Override
  protected SourceFile decodeFields(int version, InputStream in) throws IOException {
    String uri = TEXT.decode(in);
    String etag = OPTIONAL_TEXT.decode(in);
    DataInputStream data = new DataInputStream(in);
    long sizeBytes = data.readLong();
    Instant lastModified = Instant.ofEpochSecond(data.readLong(), data.readInt());
    SortedMap<String, String> captures = CAPTURES.decode(in);
    Announcement announcement =
        data.readBoolean()
            ? new Announcement(Instant.ofEpochMilli(data.readLong()), OPTIONAL_TEXT.decode(in))
            : null;
    String included = version < 2 ? null : OPTIONAL_TEXT.decode(in);
    return new SourceFile(uri, etag, sizeBytes, lastModified, captures, announcement, included);
  }
}
