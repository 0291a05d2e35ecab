package io.snowgauge.transforms.ndjson;

import io.snowgauge.transforms.record.CaseFile;
import io.snowgauge.transforms.record.Declared;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The cases of {@code src/test/resources/ndjson}. */
public final class NdjsonCases {
  private static final Set<String> SETTINGS =
      Set.of("columns", "extraColumns", "nullTokens", "layout", "maxRecordBytes");

  private NdjsonCases() {}

  /** All of them. */
  public static List<CaseFile> all() {
    return CaseFile.in("ndjson", SETTINGS);
  }

  /** The format as a case declares it. */
  public static NdjsonFormat format(CaseFile file) {
    return new NdjsonFormat(
        Declared.columns(file.setting("columns", "a; b"), file.setting("extraColumns", "keep")),
        texts(file.setting("nullTokens", "")),
        ObjectLayout.valueOf(file.setting("layout", "lines").toUpperCase(Locale.ROOT)),
        file.setting("maxRecordBytes", 16 << 20));
  }

  /** Texts with a comma and a blank between them; two single quotes stand for the empty one. */
  private static List<String> texts(String texts) {
    return texts.isEmpty()
        ? List.of()
        : Arrays.stream(texts.split(", ", -1)).map(text -> text.equals("''") ? "" : text).toList();
  }
}
