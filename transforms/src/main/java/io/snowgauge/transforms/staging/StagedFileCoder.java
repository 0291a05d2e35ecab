package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.files.SourceFileCoder;
import io.snowgauge.transforms.files.VersionedCoder;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Encodes manifests field by field, deterministically. */
public final class StagedFileCoder extends VersionedCoder<StagedFile> {
  /** As it was before it was declared. */
  private static final long serialVersionUID = -8725071255673666612L;

  private static final StagedFileCoder INSTANCE = new StagedFileCoder();
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();
  private static final NullableCoder<String> OPTIONAL_TEXT = NullableCoder.of(TEXT);
  private static final ListCoder<String> TEXTS = ListCoder.of(TEXT);

  private StagedFileCoder() {}

  /** The coder. */
  public static StagedFileCoder of() {
    return INSTANCE;
  }

  @Override
  protected String noun() {
    return "a staged file";
  }

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void encodeFields(StagedFile value, OutputStream out) throws IOException {
    SourceFileCoder.of().encode(value.file(), out);
    TEXT.encode(value.stageId(), out);
    DataOutputStream data = new DataOutputStream(out);
    data.writeLong(value.extractedAt().getEpochSecond());
    data.writeLong(value.source());
    data.writeLong(value.accepted());
    data.writeLong(value.rejected());
    data.writeLong(value.rejectedLines());
    data.writeLong(value.widestRow());
    OPTIONAL_TEXT.encode(value.failure(), out);
    TEXTS.encode(value.messages(), out);
    TEXTS.encode(value.csvParts(), out);
    OPTIONAL_TEXT.encode(value.rejectPart(), out);
    TEXTS.encode(value.ndjsonParts(), out);
  }

  @Override
  protected StagedFile decodeFields(int version, InputStream in) throws IOException {
    var file = SourceFileCoder.of().decode(in);
    String stageId = TEXT.decode(in);
    DataInputStream data = new DataInputStream(in);
    Instant extractedAt = Instant.ofEpochSecond(data.readLong());
    long source = data.readLong();
    long accepted = data.readLong();
    long rejected = data.readLong();
    long rejectedLines = data.readLong();
    long widestRow = data.readLong();
    String failure = OPTIONAL_TEXT.decode(in);
    List<String> messages = TEXTS.decode(in);
    List<String> csvParts = TEXTS.decode(in);
    String rejectPart = OPTIONAL_TEXT.decode(in);
    List<String> ndjsonParts = TEXTS.decode(in);
    return new StagedFile(
        file,
        stageId,
        extractedAt,
        source,
        accepted,
        rejected,
        rejectedLines,
        failure,
        messages,
        csvParts,
        rejectPart,
        ndjsonParts,
        widestRow);
  }
}
