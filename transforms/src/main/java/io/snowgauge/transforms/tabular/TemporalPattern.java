package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.AsciiWords;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Dates, times and timestamps that are written by a declared pattern; only what exists is taken.
 */
public final class TemporalPattern implements ValueReader {
  private final String pattern;
  private final DateTimeFormatter formatter;
  private final ColumnType type;
  private final TimestampText timestamp = new TimestampText();

  private TemporalPattern(String pattern, ColumnType type) {
    this.pattern = pattern;
    this.formatter = formatter(pattern);
    this.type = type;
  }

  /** The reader of a column with a pattern: of dates, times, or one of the timestamps. */
  static TemporalPattern of(InputColumn column) {
    return new TemporalPattern(Objects.requireNonNull(column.pattern()), column.type());
  }

  /**
   * Checks a pattern by trying it on a time.
   *
   * @param type DATE, TIME or one of the timestamps
   * @throws IllegalArgumentException with what is wrong with it
   */
  public static void check(String pattern, ColumnType type) {
    refuseNamesOfZones(pattern);
    TemporalPattern checked = new TemporalPattern(pattern, type);
    try {
      String example =
          checked.formatter.format(OffsetDateTime.of(2026, 11, 23, 13, 45, 56, 0, ZoneOffset.UTC));
      TemporalAccessor parsed = checked.formatter.parse(example);
      if (checked.isTime()) {
        checked.refuseOtherThanATime(parsed);
      } else {
        checked.timestampOf(parsed);
      }
      checked.refuseHalfATime(parsed);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "expected a pattern that says year, month and day but found '" + pattern + "'", e);
    }
  }

  private boolean isDate() {
    return type.kind() == ColumnType.Kind.DATE;
  }

  private boolean isTime() {
    return type.kind() == ColumnType.Kind.TIME;
  }

  /** What a column of times does not hold must not be dropped. */
  private void refuseOtherThanATime(TemporalAccessor parsed) {
    boolean saysADay =
        Stream.of(ChronoField.values())
            .anyMatch(field -> field.isDateBased() && parsed.isSupported(field));
    if (saysADay || parsed.isSupported(ChronoField.OFFSET_SECONDS) || !saysATime(parsed)) {
      throw new IllegalArgumentException(
          "expected a pattern of a time of day (HH, mm, ss; or hh and a), without a date and an"
              + " offset, but found '"
              + pattern
              + "'");
    }
  }

  private static boolean saysATime(TemporalAccessor parsed) {
    return Stream.of(ChronoField.values())
        .anyMatch(field -> field.isTimeBased() && parsed.isSupported(field));
  }

  /** CST is five zones, and an hour of each year is two hours in most. */
  private static void refuseNamesOfZones(String pattern) {
    String letters = pattern.replaceAll("'[^']*'", "");
    for (char zone : new char[] {'z', 'v', 'V'}) {
      if (letters.indexOf(zone) >= 0) {
        throw new IllegalArgumentException(
            "expected a pattern with an offset from UTC (x, X or Z), or without one, but found '"
                + pattern
                + "': '"
                + zone
                + "' is the name of a zone, which does not say one offset");
      }
    }
  }

  /** Without AM or PM, 01:45 is two times; what is read must not become midnight. */
  private void refuseHalfATime(TemporalAccessor parsed) {
    if (parsed.isSupported(ChronoField.NANO_OF_DAY)) {
      return;
    }
    for (ChronoField field : ChronoField.values()) {
      if (field.isTimeBased() && parsed.isSupported(field)) {
        throw new IllegalArgumentException(
            "expected a pattern with hours of the day (HH, or hh and a), or without any time, but"
                + " found '"
                + pattern
                + "'");
      }
    }
  }

  /** {@code y} is the year of an era, which nobody writes; without one it stands for the year. */
  private static DateTimeFormatter formatter(String pattern) {
    StringBuilder years = new StringBuilder();
    boolean quoted = false;
    boolean hasEra = pattern.replaceAll("'[^']*'", "").contains("G");
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      quoted ^= c == '\'';
      years.append(c == 'y' && !quoted && !hasEra ? 'u' : c);
    }
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(years.toString())
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  @Override
  public @Nullable String read(byte[] text, int start, int end, Row row, int column) {
    int from = AsciiWords.skipBlanks(text, start, end);
    int to = ValueReader.trimmedEnd(text, from, end);
    LocalDateTime time;
    TemporalAccessor parsed;
    try {
      parsed = formatter.parse(new String(text, from, to - from, StandardCharsets.UTF_8));
      time = timestampOf(parsed);
    } catch (DateTimeException e) {
      return ValueReader.refusal(
          (isDate() ? "a date" : isTime() ? "a time" : "a timestamp")
              + " that exists, written '"
              + pattern
              + "',",
          text,
          start,
          end);
    }
    if (isDate() && !time.toLocalTime().equals(LocalTime.MIDNIGHT)) {
      return ValueReader.refusal("a date without a time, or midnight in UTC,", text, start, end);
    }
    String tooFine =
        TimestampText.refuse(time.get(ChronoField.NANO_OF_SECOND), type.secondDigits());
    if (tooFine != null) {
      return ValueReader.refusal(tooFine, text, start, end);
    }
    if (!timestamp.set(time)) {
      return ValueReader.refusal("a year from 0001 to 9999", text, start, end);
    }
    if (type.kind() == ColumnType.Kind.TIMESTAMP_TZ
        && parsed.isSupported(ChronoField.OFFSET_SECONDS)
        && parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
      return writeWithOffset(parsed, text, start, end, row, column);
    }
    write(row, column);
    return null;
  }

  private void write(Row row, int column) {
    switch (type.kind()) {
      case DATE -> timestamp.writeDate(row, column);
      case TIME -> timestamp.writeTime(row, column);
      default -> timestamp.write(row, column);
    }
  }

  private @Nullable String writeWithOffset(
      TemporalAccessor parsed, byte[] text, int start, int end, Row row, int column) {
    int seconds = parsed.get(ChronoField.OFFSET_SECONDS);
    if (seconds % 60 != 0) {
      return ValueReader.refusal("an offset of whole minutes", text, start, end);
    }
    LocalDateTime local =
        LocalDateTime.ofInstant(Instant.from(parsed), ZoneOffset.ofTotalSeconds(seconds));
    if (local.getYear() < 1 || local.getYear() > 9999) {
      return ValueReader.refusal("a year from 0001 to 9999", text, start, end);
    }
    timestamp.set(local, seconds / 60);
    timestamp.write(row, column);
    return null;
  }

  /** A time of day is one of any day. */
  private LocalDateTime timestampOf(TemporalAccessor parsed) {
    if (isTime()) {
      return LocalTime.from(parsed).atDate(LocalDate.EPOCH);
    }
    if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
      return LocalDateTime.ofInstant(Instant.from(parsed), ZoneOffset.UTC);
    }
    return parsed.isSupported(ChronoField.NANO_OF_DAY)
        ? LocalDateTime.from(parsed)
        : LocalDate.from(parsed).atStartOfDay();
  }
}
