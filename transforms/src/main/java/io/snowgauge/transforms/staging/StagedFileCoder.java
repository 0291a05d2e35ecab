package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.SourceFileCoder;
import io.snowgauge.transforms.files.VersionedCoder;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/**
 * Encodes manifests field by field, deterministically. Encodings 0 and 1 also had the length of the
 * longest row behind the counts; up to 2, refusals were failures, and files as young as they said;
 * up to 3, file versions named no included files; up to 4, nobody knew which columns records lack;
 * up to 5, no digest was taken.
 */
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
    return 6;
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
    OPTIONAL_TEXT.encode(value.failure(), out);
    TEXTS.encode(value.messages(), out);
    TEXTS.encode(value.csvParts(), out);
    OPTIONAL_TEXT.encode(value.rejectPart(), out);
    TEXTS.encode(value.ndjsonParts(), out);
    data.writeBoolean(value.isRefused());
    Instant modifiedAt = value.modifiedAt();
    data.writeLong(modifiedAt.getEpochSecond());
    data.writeInt(modifiedAt.getNano());
    data.writeLong(value.lacking());
    OPTIONAL_TEXT.encode(value.digest(), out);
  }

  @Override
  protected StagedFile decodeFields(int version, InputStream in) throws IOException {
    SourceFile file = SourceFileCoder.of().decode(in);
    StagedFile.Builder staged = StagedFile.builder(file, TEXT.decode(in));
    DataInputStream data = new DataInputStream(in);
    staged.extractedAt(Instant.ofEpochSecond(data.readLong()));
    staged.records(data.readLong(), data.readLong(), data.readLong());
    long rejectedLines = data.readLong();
    if (version < 2) {
      data.readLong();
    }
    staged.failure(OPTIONAL_TEXT.decode(in));
    staged.messages(TEXTS.decode(in));
    staged.csvParts(TEXTS.decode(in));
    staged.rejects(rejectedLines, OPTIONAL_TEXT.decode(in));
    staged.ndjsonParts(TEXTS.decode(in));
    if (version >= 3) {
      staged.refused(data.readBoolean());
      staged.modifiedAt(Instant.ofEpochSecond(data.readLong(), data.readInt()));
    }
    staged.lacking(version >= 5 ? data.readLong() : StagedFile.UNKNOWN);
    if (version >= 6) {
      staged.digest(OPTIONAL_TEXT.decode(in));
    }
    return staged.build();
  }
}
