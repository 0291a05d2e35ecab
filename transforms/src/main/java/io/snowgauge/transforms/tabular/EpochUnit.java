package io.snowgauge.transforms.tabular;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a number counts that stands for a time: from 1970-01-01T00:00:00Z on. */
public enum EpochUnit {
  SECONDS(1_000_000),
  MILLISECONDS(1_000),
  MICROSECONDS(1);

  private final long micros;

  EpochUnit(long micros) {
    this.micros = micros;
  }

  /** How many microseconds one is. */
  long micros() {
    return micros;
  }

  /** As FORMAT writes it. */
  public String formatName() {
    return "epoch " + name().toLowerCase(Locale.ROOT);
  }

  /** The unit of that name, or null. */
  public static @Nullable EpochUnit named(String format) {
    return Arrays.stream(values())
        .filter(unit -> unit.formatName().equals(format))
        .findFirst()
        .orElse(null);
  }
}
