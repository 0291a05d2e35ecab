package io.snowgauge.pipelines.stream;

import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.SourceFileCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Encodes candidates field by field, deterministically. */
final class CandidateCoder extends AtomicCoder<Candidate> {
  private static final CandidateCoder INSTANCE = new CandidateCoder();
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

  private CandidateCoder() {}

  static CandidateCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Candidate value, OutputStream out) throws IOException {
    TEXT.encode(value.dataset(), out);
    SourceFileCoder.of().encode(value.version(), out);
    TEXT.encode(value.origin().name(), out);
  }

  @Override
  public Candidate decode(InputStream in) throws IOException {
    String dataset = TEXT.decode(in);
    SourceFile version = SourceFileCoder.of().decode(in);
    return new Candidate(dataset, version, Candidate.Origin.valueOf(TEXT.decode(in)));
  }
}
