package io.snowgauge.transforms.ndjson;

import io.snowgauge.transforms.record.CaseFile;
import io.snowgauge.transforms.record.Declared;
import java.util.List;
import java.util.Set;

/** The cases of {@code src/test/resources/ndjson}. */
public final class NdjsonCases {
  private static final Set<String> SETTINGS = Set.of("columns", "extraColumns", "maxRecordBytes");

  private NdjsonCases() {}

  /** All of them. */
  public static List<CaseFile> all() {
    return CaseFile.in("ndjson", SETTINGS);
  }

  /** The format as a case declares it. */
  public static NdjsonFormat format(CaseFile file) {
    return new NdjsonFormat(
        Declared.columns(file.setting("columns", "a; b"), file.setting("extraColumns", "keep")),
        file.setting("maxRecordBytes", 16 << 20));
  }
}
