package io.snowgauge.pipelines.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.MergeCounts;
import io.snowgauge.io.warehouse.verify.Outcome;
import io.snowgauge.pipelines.status.DatasetStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Rows of the audit as tables for people. */
final class Tables {
  private Tables() {}

  /** One line per dataset of a run. */
  static String closing(Collection<Audit.RunRow> rows) {
    return render(rows, results(rows));
  }

  /** One line per date and dataset of a backfill. */
  static String dates(Collection<Audit.RunRow> rows) {
    List<ColumnData<Audit.RunRow>> columns = new ArrayList<>();
    columns.add(text("EXECUTION_DATE", row -> row.executionDate().toString()));
    columns.addAll(results(rows));
    return render(rows, columns);
  }

  private static List<ColumnData<Audit.RunRow>> results(Collection<Audit.RunRow> rows) {
    List<ColumnData<Audit.RunRow>> columns = new ArrayList<>();
    columns.add(text("DATASET", Audit.RunRow::dataset));
    columns.addAll(counts(rows));
    return columns;
  }

  private static List<ColumnData<Audit.RunRow>> counts(Collection<Audit.RunRow> rows) {
    List<ColumnData<Audit.RunRow>> columns = new ArrayList<>();
    columns.add(number("FILES", row -> row.files()));
    columns.add(number("SOURCE", row -> row.sourceRecords()));
    columns.add(number("INGESTED", row -> row.ingestedRecords()));
    columns.addAll(merged(rows, Audit.RunRow::merged));
    columns.add(number("REJECTED", row -> row.rejectedRecords()));
    columns.add(text("STATUS", row -> row.status().name()));
    return columns;
  }

  /** What became of ingested records, where there is more to say than that they are new rows. */
  private static <T> List<ColumnData<T>> merged(
      Collection<T> rows, Function<T, MergeCounts> merged) {
    return rows.stream().map(merged).noneMatch(MergeCounts::isOfMerge)
        ? List.of()
        : List.of(
            number("INSERTED", row -> merged.apply(row).inserted()),
            number("UPDATED", row -> merged.apply(row).updated()),
            number("UNCHANGED", row -> merged.apply(row).unchanged()),
            number("OVERTAKEN", row -> merged.apply(row).overtaken()));
  }

  /** One line per run and dataset. */
  static String runs(Collection<Audit.RunRow> rows) {
    List<ColumnData<Audit.RunRow>> columns = new ArrayList<>();
    columns.add(text("RUN_ID", Audit.RunRow::runId));
    columns.add(text("EXECUTION_DATE", row -> row.executionDate().toString()));
    columns.add(text("DATASET", Audit.RunRow::dataset));
    columns.add(text("MODE", Audit.RunRow::mode));
    columns.addAll(counts(rows));
    columns.add(text("STARTED_AT", row -> row.startedAt().toString()));
    return render(rows, columns);
  }

  /** One line per file of a run. */
  static String files(Collection<Audit.FileRow> rows) {
    List<ColumnData<Audit.FileRow>> columns = new ArrayList<>();
    columns.add(text("DATASET", Audit.FileRow::dataset));
    columns.add(text("FILE", row -> Display.uri(row.uri())));
    columns.add(number("TRY", row -> row.attempt()));
    columns.add(number("SOURCE", row -> row.sourceRecords()));
    columns.add(number("ACCEPTED", row -> row.acceptedRecords()));
    columns.add(number("REJECTED", row -> row.rejectedRecords()));
    columns.add(number("INGESTED", row -> row.ingestedRecords()));
    columns.addAll(merged(rows, Audit.FileRow::merged));
    columns.add(text("STATUS", row -> row.status().name()));
    if (rows.stream().anyMatch(row -> row.digest() != null)) {
      columns.add(text("DIGEST", row -> Objects.requireNonNullElse(row.digest(), "")));
    }
    return render(rows, columns);
  }

  /** One line per dataset, of how it stands. */
  static String datasets(
      Collection<DatasetStatus> datasets,
      Function<DatasetStatus, String> age,
      Function<DatasetStatus, String> summary) {
    return render(
        datasets,
        List.of(
            text("DATASET", DatasetStatus::dataset),
            text(
                "LAST_LOAD",
                status -> {
                  Instant lastLoad = status.lastLoad();
                  return lastLoad == null
                      ? "never"
                      : lastLoad.truncatedTo(ChronoUnit.SECONDS).toString();
                }),
            text("AGE", age),
            text("STATUS", summary)));
  }

  /** One line per dataset that was verified. */
  static String verified(Collection<Outcome> outcomes) {
    return render(
        outcomes,
        List.of(
            text("DATASET", Outcome::dataset),
            number("FILES", Outcome::versions),
            number("ROWS", Outcome::rows),
            number("BY_DIGEST", Outcome::proven),
            number("ARCHIVES", Outcome::archives),
            number("SOURCES", Outcome::sources),
            number("GONE", Outcome::gone),
            number("DIFFERENCES", Outcome::differences)));
  }

  private static <T> String render(Collection<T> rows, List<ColumnData<T>> columns) {
    return AsciiTable.getTable(AsciiTable.NO_BORDERS, rows, columns)
        .lines()
        .filter(line -> !line.isBlank())
        .map(String::stripTrailing)
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static <T> ColumnData<T> text(String header, Function<T, String> value) {
    return column(header, HorizontalAlign.LEFT).with(value);
  }

  private static <T> ColumnData<T> number(String header, Function<T, Long> value) {
    return column(header, HorizontalAlign.RIGHT)
        .with(row -> String.format("%,d", value.apply(row)));
  }

  private static Column column(String header, HorizontalAlign align) {
    return new Column()
        .header(header)
        .headerAlign(align)
        .dataAlign(align)
        .maxWidth(Integer.MAX_VALUE, OverflowBehaviour.NEWLINE);
  }
}
