package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.Recording;
import io.snowgauge.transforms.record.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What the parser of {@code lsb.users} says about a file. */
final class UserGroupReading {
  private UserGroupReading() {}

  static Recording of(InputStream in, UserGroupFormat format) throws IOException {
    return Recording.of(format.newParser(), in, UserGroupReading::shown);
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

  private static String shown(Row row) {
    String record =
        row.text(UserGroupFormat.GROUP)
            + "|"
            + row.text(UserGroupFormat.USER)
            + "|"
            + row.text(UserGroupFormat.SHARE);
    String condition = row.text(UserGroupFormat.CONDITION);
    return condition == null ? record : record + "|" + condition;
  }
}
