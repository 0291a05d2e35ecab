package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.NameRule;
import io.snowgauge.pipelines.config.engine.Problems;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.JsonForm;
import io.snowgauge.pipelines.config.types.Numbers;
import io.snowgauge.pipelines.config.types.PlainType;
import io.snowgauge.pipelines.config.types.Quantities;
import io.snowgauge.pipelines.config.types.ShownValue;
import io.snowgauge.pipelines.config.types.Texts;
import io.snowgauge.pipelines.config.types.ValueType;
import io.snowgauge.transforms.expectations.Expectation;
import io.snowgauge.transforms.expectations.Frequency;
import io.snowgauge.transforms.expectations.Timetable;
import io.snowgauge.transforms.files.InputPattern;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which files of a dataset are expected, and when. */
final class Expectations {
  private static final String LEARNED = "learned";

  private static final Group GROUP =
      new Group(
          "datasets.*.expect", "Which files of the dataset are expected, and when; see 'status'.");

  private static final Group CAPTURES_GROUP =
      new Group(
          "datasets.*.expect.captures",
          "Of which values of captures a file is expected each time, by the captures' names; by"
              + " default any file of the dataset is what is expected.",
          new NameRule(
              "capture",
              "^[A-Za-z][A-Za-z0-9_]{0,63}$",
              "the name of a capture of the dataset's input (a letter, then at most 63 letters,"
                  + " digits or '_')",
              NameRule.Kind.CLOSED));

  static final Section SECTION = new Section(GROUP);
  static final Section CAPTURES = new Section(CAPTURES_GROUP);

  private static final Setting<Frequency> EVERY =
      SECTION
          .choice("every", Frequency.class, "How often files are expected.")
          .neededWhere(GROUP.isGiven());

  private static final Setting<LocalTime> BY =
      SECTION
          .setting(
              "by",
              time(),
              "By what time of the day they have to be loaded; of hours, how long after the start"
                  + " of each.")
          .neededWhere(GROUP.isGiven());

  private static final Setting<Integer> DAYS_AFTER =
      SECTION
          .setting(
              "daysAfter",
              Numbers.integer(0, 366),
              "How many days after the day that a file's {date} names, or the first day of the"
                  + " month, that time is.")
          .defaultsTo("0", GROUP.isGiven());

  private static final Setting<ZoneId> ZONE =
      SECTION
          .setting(
              "zone",
              PlainType.of(
                  "a time zone such as 'Europe/Berlin' or 'UTC'",
                  (text, context) -> ZoneId.of(text),
                  Texts::nonBlank),
              "The time zone whose clocks and calendar count.")
          .defaultsTo("UTC", GROUP.isGiven());

  private static final Setting<Long> MIN_RECORDS =
      SECTION
          .setting(
              "minRecords",
              Numbers.integerOfAtLeast(0),
              "How many records have to come each time, of each of the captures.")
          .defaultsTo("0", GROUP.isGiven());

  private static final Setting<Long> MIN_BYTES =
      SECTION.setting(
          "minBytes", Quantities.size(), "How many bytes of files have to come each time.");

  private static final Setting<Double> MIN_SHARE =
      SECTION.setting(
          "minShareOfMedian",
          Numbers.number(0, 1),
          "How many records have to come each time, as a share of the median of what came before, on"
              + " the same day of the week or in the same hour of the day.");

  private static final Setting<Integer> HISTORY_DAYS =
      SECTION
          .setting(
              "historyDays",
              Numbers.integer(1, 3660),
              "How many days back counts as what came before; the default is 28, of months 366.")
          .defaultsTo("366", EVERY.is(Frequency.MONTH), "28");

  private static final Setting<LocalDate> FROM =
      SECTION.setting(
          "from",
          PlainType.of(
              "a date such as '2026-01-31'",
              (text, context) -> LocalDate.parse(text),
              schema ->
                  schema
                      .put("type", "string")
                      .put("pattern", Texts.orReference("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))),
          "The first day that files are expected of; by default that of the dataset's first file.");

  private static final Setting<Expectation.Values> CAPTURE =
      CAPTURES.setting(
          Setting.ANY,
          values(),
          "The values of the capture, or \"learned\": those that came in at least two of the hours,"
              + " days or months before.");

  private Expectations() {}

  private static ValueType<LocalTime> time() {
    return PlainType.of(
        "a time of the day such as '06:00'",
        (text, context) -> text.matches("[0-9]{2}:[0-9]{2}") ? LocalTime.parse(text) : null,
        schema ->
            schema
                .put("type", "string")
                .put("pattern", Texts.orReference("^([01][0-9]|2[0-3]):[0-5][0-9]$")));
  }

  private static ValueType<Expectation.Values> values() {
    return PlainType.<Expectation.Values>of(
            "a list of values, or \"" + LEARNED + "\"",
            (text, context) -> {
              List<String> items = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
              if (items.contains("")) {
                return null;
              }
              return text.equals(LEARNED)
                  ? new Expectation.Learned()
                  : new Expectation.Listed(items);
            },
            schema -> {
              var alternatives = schema.putArray("anyOf");
              alternatives.addObject().put("const", LEARNED);
              alternatives
                  .addObject()
                  .put("type", "array")
                  .put("minItems", 1)
                  .putObject("items")
                  .put("type", "string")
                  .put("pattern", "^[^,]*[^,\\s][^,]*$");
            })
        .in(JsonForm.TEXT_OR_LIST)
        .shownAs(
            value ->
                value instanceof Expectation.Listed listed
                    ? String.join(",", listed.values())
                    : LEARNED);
  }

  static void check(Values values, Problems problems) {
    Datasets.each(values)
        .forEach(dataset -> check(dataset, dataset.find(Datasets.INPUT), problems));
  }

  private static void check(Values dataset, @Nullable InputPattern input, Problems problems) {
    if (input == null) {
      return;
    }
    List<String> captures =
        input.captures().stream().filter(name -> !name.equals(InputPattern.DATE)).toList();
    for (String name : dataset.names(CAPTURES_GROUP)) {
      if (!captures.contains(name)) {
        problems.error(
            dataset.in(name).key(CAPTURE),
            (captures.isEmpty()
                    ? "expected captures in the dataset's input"
                    : "expected a capture of the dataset's input, " + String.join(" or ", captures))
                + ", but found "
                + ShownValue.text(name));
      }
    }
    Integer daysAfter = dataset.find(DAYS_AFTER);
    boolean namesDays =
        input.captures().contains(InputPattern.DATE) && dataset.find(EVERY) != Frequency.HOUR;
    if (daysAfter != null
        && daysAfter > 0
        && !namesDays
        && dataset.find(EVERY) != Frequency.MONTH) {
      problems.error(
          dataset.key(DAYS_AFTER),
          "expected 0, as files that name no day are of the day that they are loaded on, but found "
              + daysAfter);
    }
  }

  /** Those of datasets that have one, by their names. */
  static Map<String, Expectation> expectations(Values values) {
    Map<String, Expectation> expectations = new LinkedHashMap<>();
    for (String name : values.names(Datasets.GROUP)) {
      Values dataset = values.in(name);
      if (dataset.find(EVERY) != null) {
        expectations.put(name, expectation(dataset));
      }
    }
    return expectations;
  }

  private static Expectation expectation(Values dataset) {
    Map<String, Expectation.Values> captures = new LinkedHashMap<>();
    for (String name : dataset.names(CAPTURES_GROUP)) {
      captures.put(name, dataset.in(name).get(CAPTURE));
    }
    return new Expectation(
        new Timetable(
            dataset.get(EVERY), dataset.get(BY), dataset.get(DAYS_AFTER), dataset.get(ZONE)),
        captures,
        dataset.get(MIN_RECORDS),
        Objects.requireNonNullElse(dataset.find(MIN_BYTES), 0L),
        dataset.find(MIN_SHARE),
        dataset.get(HISTORY_DAYS),
        dataset.find(FROM));
  }
}
