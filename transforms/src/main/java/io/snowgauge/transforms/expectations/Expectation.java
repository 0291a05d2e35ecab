package io.snowgauge.transforms.expectations;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a dataset are expected, and when.
 *
 * @param timetable when
 * @param captures what captures of the input are to be, by their names: from each combination of
 *     the values a file is expected; of none, any file of the dataset is what is expected
 * @param minRecords how many records have to come of each
 * @param minBytes how many bytes
 * @param minShareOfMedian how many records, as a share of the median of those that came before, or
 *     null
 * @param historyDays how many days back it is looked for what came before
 * @param from the first day that anything is expected of, or null for that of the first file
 */
public record Expectation(
    Timetable timetable,
    Map<String, Values> captures,
    long minRecords,
    long minBytes,
    @Nullable Double minShareOfMedian,
    int historyDays,
    @Nullable LocalDate from) {

  /** What a capture is expected to be. */
  public sealed interface Values {}

  /** One of these, and a file of each. */
  public record Listed(List<String> values) implements Values {
    /** Keeps a copy. */
    public Listed {
      values = List.copyOf(values);
    }
  }

  /** What it was in at least two periods of the history. */
  public record Learned() implements Values {}

  /** Keeps a copy. */
  public Expectation {
    captures = Collections.unmodifiableMap(new LinkedHashMap<>(captures));
  }

  /** Whether what is expected depends on what has come before. */
  boolean learns() {
    return captures.values().stream().anyMatch(Learned.class::isInstance);
  }

  /** Of a file's captures those that are asked for; none if one of them is not expected. */
  Optional<Map<String, String>> unit(Map<String, String> found) {
    Map<String, String> unit = new LinkedHashMap<>();
    for (Map.Entry<String, Values> asked : captures.entrySet()) {
      String value = found.get(asked.getKey());
      if (value == null
          || (asked.getValue() instanceof Listed listed && !listed.values().contains(value))) {
        return Optional.empty();
      }
      unit.put(asked.getKey(), value);
    }
    return Optional.of(unit);
  }

  /** Every combination of listed values. */
  List<Map<String, String>> listed() {
    List<Map<String, String>> units = List.of(Map.of());
    for (Map.Entry<String, Values> asked : captures.entrySet()) {
      List<String> values = asked.getValue() instanceof Listed listed ? listed.values() : List.of();
      units =
          units.stream()
              .flatMap(unit -> values.stream().map(value -> with(unit, asked.getKey(), value)))
              .toList();
    }
    return units;
  }

  private static Map<String, String> with(Map<String, String> unit, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(unit);
    more.put(name, value);
    return more;
  }
}
