package io.snowgauge.io.warehouse.duckdb;

import io.snowgauge.io.warehouse.CopySource;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.StagedFiles;
import io.snowgauge.io.warehouse.TableColumn;
import io.snowgauge.transforms.files.Storage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Reads staged files with DuckDB's reader of CSV, where they are. */
final class DuckDbFiles implements StagedFiles {
  /** Rows up to this length need no larger buffers; DuckDB's default of max_line_size. */
  private static final long DEFAULT_LINE_BYTES = 2_000_000;

  /** A thread's window on a CSV file, an eighth of DuckDB's default: as fast, with less memory. */
  private static final long BUFFER_BYTES = 4_000_000;

  @Override
  public long copy(Connection connection, CopySource source) throws SQLException {
    if (source.uris().isEmpty()) {
      return 0;
    }
    return Sql.of("INSERT INTO {table} SELECT * FROM {files}")
        .with("table", source.table())
        .with("files", readCsv(source))
        .update(connection);
  }

  /** Reads the files in place: a copy would be written and read once more for nothing. */
  @Override
  public void stage(Connection connection, CopySource source) throws SQLException {
    if (source.uris().isEmpty()) {
      Sql.of("CREATE TEMP TABLE {table} ({columns})")
          .with("table", source.table())
          .withAll("columns", TableColumn.definition(source.columns()))
          .execute(connection);
    } else {
      Sql.of("CREATE TEMP VIEW {table} AS SELECT * FROM {files}")
          .with("table", source.table())
          .with("files", readCsv(source))
          .execute(connection);
    }
  }

  private static Sql readCsv(CopySource source) {
    List<String> files =
        source.uris().stream()
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
            read_csv(
              [{files}],
              columns = {
                {columns}
              },
              auto_detect = false, header = false, delim = ',', quote = {quote}, escape = {quote},
              nullstr = '', allow_quoted_nulls = false, compression = {compression},
              {longRows})
            """)
        .withAll("files", files)
        .withAll("columns", columns)
        .with("quote", Identifiers.literal(String.valueOf(source.quote())))
        .with(
            "compression",
            Identifiers.literal(source.compression().name().toLowerCase(Locale.ROOT)))
        .with("longRows", longRows(source.widestRow()));
  }

  private static Sql longRows(long widestRow) {
    return widestRow < DEFAULT_LINE_BYTES
        ? Sql.of("buffer_size = {bytes}").with("bytes", String.valueOf(BUFFER_BYTES))
        : Sql.of("max_line_size = {bytes}").with("bytes", String.valueOf(widestRow + 1024));
  }

  /** A path as DuckDB takes it literally: a bracket around each character that a glob would use. */
  private static String globFree(String path) {
    return path.replaceAll("[*?\\[]", "[$0]");
  }
}
