package io.snowgauge.io.warehouse.verify;

import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows on their way to a table of the local database, by way of a file, which is then removed. */
final class LocalCsv implements AutoCloseable {
  private final Path file;
  private final List<String> columns;
  private final BufferedWriter out;

  /**
   * Begins.
   *
   * @param columns of the table, each with its type
   */
  LocalCsv(Path folder, String table, List<String> columns) throws IOException {
    this.file = folder.resolve(table + ".csv");
    this.columns = List.copyOf(columns);
    this.out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
  }

  /** Writes a row; a null is null. */
  void write(@Nullable Object... values) throws IOException {
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        out.write(',');
      }
      Object value = values[i];
      if (value instanceof String text) {
        out.write('"');
        out.write(text.indexOf('"') < 0 ? text : text.replace("\"", "\"\""));
        out.write('"');
      } else if (value != null) {
        out.write(value.toString());
      }
    }
    out.write('\n');
  }

  /** Makes a table of what was written, in place of one that is there. */
  void load(Connection local, String table) throws IOException, SQLException {
    out.close();
    List<Sql> types =
        columns.stream()
            .map(
                column ->
                    Sql.of("{name}: {type}")
                        .with("name", Identifiers.literal(column.substring(0, column.indexOf(' '))))
                        .with(
                            "type", Identifiers.literal(column.substring(column.indexOf(' ') + 1))))
            .toList();
    Sql.of(
            """
            CREATE OR REPLACE TABLE {table} AS
            FROM read_csv(
              {file}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"',
              nullstr = '', allow_quoted_nulls = false, columns = {types})
            """)
        .with("table", table)
        .with("file", Identifiers.literal(file.toString()))
        .with("types", Sql.of("{{types}}").withAll("types", types))
        .execute(local);
    Files.delete(file);
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(file);
  }
}
