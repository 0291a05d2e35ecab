package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.Recording;
import io.snowgauge.transforms.record.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the parser of {@code lsb.users} says about a file. */
final class UserGroupReading {
  private UserGroupReading() {}

  static Recording of(InputStream in, LsfFormat format) throws IOException {
    return Recording.of(format.newParser(), in, row -> shown(row, format));
  }

  static Recording of(InputStream in, int maxLineBytes) throws IOException {
    return of(in, new UserGroupFormat(maxLineBytes));
  }

  static Recording of(byte[] file, int maxLineBytes) throws IOException {
    return of(new ByteArrayInputStream(file), maxLineBytes);
  }

  static Recording of(String file) throws IOException {
    return of(file.getBytes(StandardCharsets.UTF_8), UserGroupFormat.DEFAULT_MAX_LINE_BYTES);
  }

  /** All columns between bars, the condition at the end, if there is one. */
  private static String shown(Row row, LsfFormat format) {
    int condition = format.columns().indexOf(LsfFormat.CONDITION_COLUMN);
    String record =
        IntStream.range(0, row.columns())
            .filter(column -> column != condition)
            .mapToObj(column -> String.valueOf(row.text(column)))
            .collect(Collectors.joining("|"));
    return row.isNull(condition) ? record : record + "|" + row.text(condition);
  }
}
