package io.snowgauge.pipelines.stream;

import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.SourceFileCoder;
import io.snowgauge.transforms.files.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Encodes candidates field by field, deterministically. */
final class CandidateCoder extends VersionedCoder<Candidate> {
  /** As it was before it was declared. */
  private static final long serialVersionUID = -4610847909913838988L;

  private static final CandidateCoder INSTANCE = new CandidateCoder();
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

  private CandidateCoder() {}

  static CandidateCoder of() {
    return INSTANCE;
  }

  @Override
  protected String noun() {
    return "a candidate";
  }

  @Override
  protected int version() {
    return 2;
  }

  @Override
  protected void encodeFields(Candidate value, OutputStream out) throws IOException {
    TEXT.encode(value.dataset(), out);
    SourceFileCoder.of().encode(value.version(), out);
    TEXT.encode(value.origin().name(), out);
  }

  @Override
  protected Candidate decodeFields(int version, InputStream in) throws IOException {
    String dataset = TEXT.decode(in);
    SourceFile file = SourceFileCoder.of().decode(in);
    return new Candidate(dataset, file, Candidate.Origin.valueOf(TEXT.decode(in)));
  }
}
