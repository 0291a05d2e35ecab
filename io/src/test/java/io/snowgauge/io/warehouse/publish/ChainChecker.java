package io.snowgauge.io.warehouse.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.io.emulators.Installation;
import io.snowgauge.io.emulators.Sources;
import io.snowgauge.io.warehouse.control.ControlTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** {@code runner-configs/verify/chain.py}, which shares nothing with the product but a page. */
record ChainChecker(Site site, Path folder) {
  /**
   * What it says of a site's ledger, with or without what retention has left, and its exit code.
   */
  String check(boolean hasStubs) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Installation.python("the checker of chains"));
    command.add(Sources.root().resolve("runner-configs/verify/chain.py").toString());
    command.add(export("INGESTION_FILE_EVENTS", "PLACE", "events.json").toString());
    if (hasStubs) {
      command.addAll(
          List.of("--stubs", export("LEDGER_STUBS", "FIRST_PLACE", "stubs.json").toString()));
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return out + process.waitFor();
  }

  private Path export(String table, String order, String file) throws Exception {
    List<String> columns = Objects.requireNonNull(ControlTables.columns().get(table));
    String selected =
        columns.stream()
            .map(column -> "CAST(" + column + " AS VARCHAR) AS " + column)
            .collect(Collectors.joining(", "));
    ObjectMapper json = new ObjectMapper();
    StringBuilder lines = new StringBuilder();
    try (Statement statement = site.connection().createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT %s FROM SNOWGAUGE.%s t ORDER BY t.%s".formatted(selected, table, order))) {
      while (rows.next()) {
        ObjectNode row = json.createObjectNode();
        for (String column : columns) {
          row.put(column, rows.getString(column));
        }
        lines.append(row).append('\n');
      }
    }
    return Files.writeString(folder.resolve(file), lines.toString());
  }
}
