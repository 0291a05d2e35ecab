package io.snowgauge.pipelines.config;

import io.snowgauge.io.warehouse.control.ControlTables;
import io.snowgauge.pipelines.config.engine.GivenValues;
import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.NameRule;
import io.snowgauge.pipelines.config.engine.Problems;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.Locations;
import io.snowgauge.pipelines.config.types.Numbers;
import io.snowgauge.pipelines.config.types.Quantities;
import io.snowgauge.pipelines.config.types.Texts;
import io.snowgauge.transforms.dataset.AbsentColumns;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Digest;
import io.snowgauge.transforms.dataset.Links;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.dataset.ZipEntries;
import io.snowgauge.transforms.files.InputPattern;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Files of one kind that end in one table: what datasets of all formats have in common. */
final class Datasets {
  static final String NAME = "^[A-Za-z][A-Za-z0-9_-]{0,63}$";

  /** Names become names of folders. */
  static final Group GROUP =
      new Group(
          "datasets",
          "The datasets by name.",
          new NameRule(
              "dataset",
              NAME,
              "a dataset name (a letter, then at most 63 letters, digits, '_' or '-')",
              NameRule.Kind.CLOSED));

  private static final Group EACH =
      new Group("datasets.*", "Files of one kind that end in one table.");

  static final Section INPUTS = new Section(EACH);
  static final Section TARGETS = new Section(EACH);
  static final Section REJECTS =
      new Section(
          new Group(
              "datasets.*.rejects",
              "How many rejected lines a file may have and still be published."));

  static final Setting<InputPattern> INPUT =
      INPUTS
          .setting(
              "input",
              Locations.GLOB,
              "A glob over files; {name} captures a part of the path as a column, {date} is an ISO"
                  + " date, {date:yyyyMMdd} one written otherwise.")
          .needed();

  private static final Setting<Duration> MIN_AGE =
      INPUTS
          .setting(
              "minAge",
              Quantities.duration(),
              "Files that were written less long ago are left for later: somebody may still be"
                  + " writing them.")
          .defaultsTo("0 seconds");

  private static final Setting<ZipEntries> ZIP_ENTRIES =
      INPUTS
          .choice(
              "zipEntries",
              ZipEntries.class,
              "How many files a zip archive may hold: one, or any number, each of which is read as"
                  + " if it stood alone.")
          .defaultsTo("one");

  private static final Setting<Links> LINKS =
      INPUTS
          .choice(
              "links",
              Links.class,
              "Where links among local files may lead: inside the folder that the input names"
                  + " before its first glob, or anywhere.")
          .defaultsTo("inside");

  private static final Setting<String> TABLE =
      TARGETS.text("table", "a table name", "The target table.").needed();

  private static final Setting<PublishMode> PUBLISH =
      TARGETS
          .choice(
              "publish",
              PublishMode.class,
              "What becomes of the rows of a file's earlier versions.")
          .defaultsTo("append");

  private static final Setting<List<String>> KEY =
      TARGETS
          .setting(
              "key",
              Texts.list("the names of the columns that identify a row"),
              "The columns, captures among them, that identify a row; merge goes by them.")
          .neededWhere(PUBLISH.is(PublishMode.MERGE));

  private static final Setting<List<String>> ORDER =
      TARGETS
          .setting(
              "order",
              Texts.list("the names of the columns that tell which row of a key is the last"),
              "The columns whose highest values tell which row of a key is the last, the first one"
                  + " first; where they are equal, and by default, the times of the files do.")
          .onlyWhere(PUBLISH.is(PublishMode.MERGE));

  private static final Setting<AbsentColumns> ABSENT_COLUMNS =
      TARGETS
          .choice(
              "absentColumns",
              AbsentColumns.class,
              "What becomes of a row's columns that the record which takes its place does not"
                  + " have: they keep their values, or are set to null.")
          .onlyWhere(PUBLISH.is(PublishMode.MERGE))
          .defaultsTo("keep");

  private static final Setting<Digest> DIGEST =
      TARGETS
          .choice(
              "digest",
              Digest.class,
              "Of what of each file version a digest is taken, which the warehouse has to come to,"
                  + " too, or the file fails: of nothing, or of the records.")
          .defaultsTo("none");

  private static final Setting<Long> MAX =
      REJECTS
          .setting(
              "max",
              Numbers.integerOfAtLeast(0),
              "How many rejected lines a file may have; the default is 0 unless maxRatio is given.")
          .defaultsTo("0", REJECTS.isNotGiven("maxRatio"));

  private static final Setting<Double> MAX_RATIO =
      REJECTS.setting(
          "maxRatio",
          Numbers.number(0, 1),
          "How many rejected lines a file may have, divided by all its lines.");

  private Datasets() {}

  /** What is configured under the names of datasets. */
  static List<Values> each(Values values) {
    return values.names(GROUP).stream().map(values::in).toList();
  }

  static void requireOne(GivenValues given, Problems problems) {
    if (given.names(GROUP.pattern()).isEmpty() && !given.refusedIn(GROUP.pattern())) {
      problems.error(GROUP.pattern(), "expected at least one dataset but found none");
    }
  }

  static void check(Values values, Problems problems) {
    each(values).forEach(dataset -> Tabular.check(dataset, problems));
    if (values.find(Warehouses.TYPE) == Warehouses.Type.DUCKDB) {
      each(values).forEach(dataset -> Tabular.refuseNanoseconds(dataset, problems));
    }
    each(values).forEach(dataset -> Csv.check(dataset, problems));
    each(values).forEach(dataset -> Lsf.check(dataset, problems));
    each(values).forEach(dataset -> checkArchives(dataset, problems));
    each(values).forEach(dataset -> Captures.check(dataset, INPUT, problems));
    each(values).forEach(dataset -> checkKey(dataset, problems));
    checkTables(values, problems);
  }

  /** Nothing lies beside a file of an archive. */
  private static void checkArchives(Values dataset, Problems problems) {
    if (Lsf.followsIncludes(dataset) && dataset.find(ZIP_ENTRIES) == ZipEntries.EACH) {
      problems.error(
          dataset.key(ZIP_ENTRIES), "expected one where format.include is follow but found each");
    }
  }

  private static void checkKey(Values dataset, Problems problems) {
    InputPattern input = dataset.find(INPUT);
    if (input == null || dataset.find(FormatType.TYPE) == null) {
      return;
    }
    Keys keys = new Keys(dataset, input);
    List<String> key = dataset.find(KEY);
    if (key != null) {
      keys.check(key).forEach(problem -> problems.error(dataset.key(KEY), problem));
    }
    List<String> order = dataset.find(ORDER);
    if (order != null) {
      keys.checkOrder(order).forEach(problem -> problems.error(dataset.key(ORDER), problem));
    }
  }

  /**
   * Each dataset has a table of its own, for replacing and retracting take out whole files by their
   * identity, and no dataset's table is one of the control tables.
   */
  private static void checkTables(Values values, Problems problems) {
    Map<String, String> owners = new HashMap<>();
    for (String name : values.names(GROUP)) {
      Values dataset = values.in(name);
      String table = dataset.find(TABLE);
      if (table == null) {
        continue;
      }
      String upperCase = table.toUpperCase(Locale.ROOT);
      String owner = owners.putIfAbsent(upperCase, name);
      if (owner != null) {
        problems.error(
            dataset.key(TABLE),
            "expected a table of its own but found '%s', which is that of the dataset %s"
                .formatted(table, owner));
      } else if (ControlTables.isReserved(upperCase)) {
        problems.error(
            dataset.key(TABLE),
            "expected a table of your own but found the control table '" + table + "'");
      }
    }
  }

  /** The dataset of that name. */
  static Dataset dataset(Values values, String name) {
    Values dataset = values.in(name);
    InputPattern input = dataset.get(INPUT);
    Keys keys = new Keys(dataset, input);
    List<String> key = keys.spelt(Objects.requireNonNullElse(dataset.find(KEY), List.of()));
    return new Dataset(
        name,
        input,
        Formats.format(dataset, key),
        dataset.get(TABLE),
        dataset.get(PUBLISH),
        key,
        new Tolerance(dataset.find(MAX), dataset.find(MAX_RATIO)),
        dataset.get(MIN_AGE),
        keys.spelt(Objects.requireNonNullElse(dataset.find(ORDER), List.of())),
        dataset.get(ZIP_ENTRIES),
        dataset.get(LINKS),
        Objects.requireNonNullElse(dataset.find(ABSENT_COLUMNS), AbsentColumns.KEEP),
        dataset.get(DIGEST));
  }
}
