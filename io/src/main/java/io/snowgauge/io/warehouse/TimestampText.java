package io.snowgauge.io.warehouse;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Timestamps as texts, for the drivers do not agree on what else they are. */
public final class TimestampText {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private TimestampText() {}

  /** A time as the text that casts to a timestamp in UTC, to the microsecond. */
  public static String of(Instant time) {
    return FORMAT.format(time);
  }

  /** The time that a timestamp, cast to text, stands for. */
  public static Instant toInstant(String timestamp) {
    return LocalDateTime.parse(timestamp.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
  }
}
