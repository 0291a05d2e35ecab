package io.snowgauge.io.warehouse.duckdb;

import static java.util.function.Predicate.not;

import io.snowgauge.io.warehouse.CopySource;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.StagedFiles;
import io.snowgauge.io.warehouse.TableColumn;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.staging.PartName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Reads staged files with DuckDB's reader of CSV, where they are. */
final class DuckDbFiles implements StagedFiles {
  /** A thread's window on a CSV file, an eighth of DuckDB's default: as fast, with less memory. */
  private static final Sql BUFFER = Sql.of("buffer_size = 4000000");

  @Override
  public long copy(Connection connection, CopySource source) throws SQLException {
    if (source.uris().isEmpty()) {
      return 0;
    }
    return Sql.of("INSERT INTO {table} ({columns}) {rows}")
        .with("table", source.table())
        .withAll(
            "columns",
            source.columns().stream().map(column -> Identifiers.quote(column.name())).toList())
        .with("rows", rows(source))
        .update(connection);
  }

  /** Reads the files in place: a copy would be written and read once more for nothing. */
  @Override
  public OptionalLong stage(Connection connection, CopySource source) throws SQLException {
    if (source.uris().isEmpty()) {
      Sql.of("CREATE TEMP TABLE {table} ({columns})")
          .with("table", source.table())
          .withAll("columns", TableColumn.definition(source.columns()))
          .execute(connection);
    } else {
      Sql.of("CREATE TEMP VIEW {table} AS {rows}")
          .with("table", source.table())
          .with("rows", rows(source))
          .execute(connection);
    }
    return OptionalLong.empty();
  }

  /** DuckDB wants to know how long rows may be: files of long rows are read by themselves. */
  private static Sql rows(CopySource source) {
    List<String> longRows = source.uris().stream().filter(PartName::hasLongRows).toList();
    List<String> others = source.uris().stream().filter(not(PartName::hasLongRows)).toList();
    if (longRows.isEmpty()) {
      return rows(source, others, BUFFER);
    }
    Sql ofLongRows = rows(source, longRows, largeEnoughFor(longRows));
    return others.isEmpty()
        ? ofLongRows
        : Sql.of("{others} UNION ALL {longRows}")
            .with("others", rows(source, others, BUFFER))
            .with("longRows", ofLongRows);
  }

  /** No row is longer than its file. */
  private static Sql largeEnoughFor(List<String> uris) {
    long longest =
        uris.stream().mapToLong(uri -> Storage.localPath(uri).toFile().length()).max().orElse(0);
    return Sql.of("max_line_size = {bytes}, buffer_size = {bytes}")
        .with("bytes", String.valueOf(longest + 1));
  }

  private static Sql rows(CopySource source, List<String> uris, Sql size) {
    List<String> files =
        uris.stream()
            .map(uri -> Identifiers.literal(globFree(Storage.localPath(uri).toString())))
            .toList();
    List<Sql> columns =
        source.columns().stream()
            .map(
                column ->
                    Sql.of("{name}: {type}")
                        .with("name", Identifiers.literal(column.name()))
                        .with("type", Identifiers.literal(column.type())))
            .toList();
    return Sql.of(
            """
            SELECT * FROM read_csv(
              [{files}],
              columns = {
                {columns}
              },
              auto_detect = false, header = false, delim = ',', quote = {quote}, escape = {quote},
              nullstr = '', allow_quoted_nulls = false, compression = {compression},
              {size})
            """)
        .withAll("files", files)
        .withAll("columns", columns)
        .with("quote", Identifiers.literal(String.valueOf(source.quote())))
        .with(
            "compression",
            Identifiers.literal(source.compression().name().toLowerCase(Locale.ROOT)))
        .with("size", size);
  }

  /** A path as DuckDB takes it literally: a bracket around each character that a glob would use. */
  private static String globFree(String path) {
    return path.replaceAll("[*?\\[]", "[$0]");
  }
}
