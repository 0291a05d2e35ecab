package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.CopySource;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.TableColumn;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.publish.StagingTables.Named;
import io.snowgauge.io.warehouse.publish.StagingTables.Parts;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.record.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the largest value of a staged version, which is most likely what is too much.
 *
 * @param staging the tables of an attempt at it
 */
record LargestValue(Warehouse warehouse, Dataset dataset, StagingTables staging) {
  private static final Logger LOG = LoggerFactory.getLogger(LargestValue.class);

  /** A value. */
  private record Value(String column, long line, long bytes) {}

  /** Where it is and how large, for a message; nothing where that cannot be told either. */
  String of(Named version) {
    try (Connection connection = warehouse.connect()) {
      return find(connection, version)
          .map(
              value ->
                  String.format(
                      Locale.ROOT,
                      "; its largest value is that of %s in the record of line %d, %,d bytes",
                      value.column(),
                      value.line(),
                      value.bytes()))
          .orElse("");
    } catch (SQLException e) {
      LOG.debug("the largest value of {} cannot be told", version.fileId(), e);
      return "";
    }
  }

  private Optional<Value> find(Connection connection, Named version) throws SQLException {
    String texts = staging.table("TEXTS");
    List<String> parts = List.copyOf(Parts.of(List.of(version)).records());
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    warehouse
        .files()
        .stage(connection, new CopySource(staging.load(), texts, columns(), parts, '"'));
    List<Value> found = new ArrayList<>();
    for (Column column : dataset.format().columns()) {
      Sql.of(
              """
              SELECT CAST(_LINE AS BIGINT) AS LINE, OCTET_LENGTH(ENCODE({column})) AS BYTES
              FROM {texts}
              WHERE _STAGE_ID = :stage AND {column} IS NOT NULL
              ORDER BY BYTES DESC, LINE
              LIMIT 1
              """)
          .with("column", Identifiers.quote(column.name()))
          .with("texts", texts)
          .bind("stage", version.stageId())
          .query(
              connection,
              row -> found.add(new Value(column.name(), row.number("LINE"), row.number("BYTES"))));
    }
    return found.stream().max(Comparator.comparingLong(Value::bytes));
  }

  /** As text, which needs no memory to be understood. */
  private List<TableColumn> columns() {
    return Stream.concat(
            Stream.of("_STAGE_ID", "_RECORD", "_LINE"),
            dataset.format().columns().stream().map(Column::name))
        .map(name -> new TableColumn(Identifiers.canonical(name), "VARCHAR"))
        .toList();
  }
}
