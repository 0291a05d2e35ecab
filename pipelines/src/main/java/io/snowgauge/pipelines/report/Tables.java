package io.snowgauge.pipelines.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.pipelines.status.DatasetStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Rows of the audit as tables for people. */
final class Tables {
  private Tables() {}

  /** One line per dataset of a run. */
  static String closing(Collection<Audit.RunRow> rows) {
    return render(rows, results());
  }

  /** One line per date and dataset of a backfill. */
  static String dates(Collection<Audit.RunRow> rows) {
    List<ColumnData<Audit.RunRow>> columns = new ArrayList<>();
    columns.add(text("EXECUTION_DATE", row -> row.executionDate().toString()));
    columns.addAll(results());
    return render(rows, columns);
  }

  private static List<ColumnData<Audit.RunRow>> results() {
    return List.of(
        text("DATASET", Audit.RunRow::dataset),
        number("FILES", row -> row.files()),
        number("SOURCE", row -> row.sourceRecords()),
        number("INGESTED", row -> row.ingestedRecords()),
        number("REJECTED", row -> row.rejectedRecords()),
        text("STATUS", row -> row.status().name()));
  }

  /** One line per run and dataset. */
  static String runs(Collection<Audit.RunRow> rows) {
    return render(
        rows,
        List.of(
            text("RUN_ID", Audit.RunRow::runId),
            text("EXECUTION_DATE", row -> row.executionDate().toString()),
            text("DATASET", Audit.RunRow::dataset),
            text("MODE", Audit.RunRow::mode),
            number("FILES", row -> row.files()),
            number("SOURCE", row -> row.sourceRecords()),
            number("INGESTED", row -> row.ingestedRecords()),
            number("REJECTED", row -> row.rejectedRecords()),
            text("STATUS", row -> row.status().name()),
            text("STARTED_AT", row -> row.startedAt().toString())));
  }

  /** One line per file of a run. */
  static String files(Collection<Audit.FileRow> rows) {
    return render(
        rows,
        List.of(
            text("DATASET", Audit.FileRow::dataset),
            text("FILE", row -> Display.uri(row.uri())),
            number("TRY", row -> row.attempt()),
            number("SOURCE", row -> row.sourceRecords()),
            number("ACCEPTED", row -> row.acceptedRecords()),
            number("REJECTED", row -> row.rejectedRecords()),
            number("INGESTED", row -> row.ingestedRecords()),
            text("STATUS", row -> row.status().name())));
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
