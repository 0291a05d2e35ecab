package io.snowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A user's folder: a configuration, source files, and what runs make of them. */
record Site(Path folder) {
  static final Instant MONDAY = Instant.parse("2025-06-02T10:00:00Z");
  static final Instant TUESDAY = Instant.parse("2025-06-03T10:00:00Z");
  static final Instant WEDNESDAY = Instant.parse("2025-06-04T10:00:00Z");

  static final String SHARES = "SELECT GROUP_NAME, USER_NAME, SHARE FROM USER_GROUP_SHARES";

  /** One dataset of {@code data/*} in USER_GROUP_SHARES; the rest is as it is by default. */
  static String configuration(String publish, String more) {
    return """
    {
      "datasets": {
        "user_groups": {
          "input": "data/*",
          "format": { "type": "lsf" },
          "table": "USER_GROUP_SHARES",
          "publish": "%s"%s
        }
      }
    }
    """
        .formatted(publish, more);
  }

  /** A site that loads {@code data/*}. */
  static Site with(Path folder, String configuration) throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("snowgauge.json"), configuration);
    return new Site(folder);
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  Path write(String name, UserGroups groups, Instant lastModified) throws IOException {
    return write(name, groups.text(), lastModified);
  }

  Path write(String name, String text, Instant lastModified) throws IOException {
    return write(name, text.getBytes(UTF_8), lastModified);
  }

  Path write(String name, byte[] bytes, Instant lastModified) throws IOException {
    Path path = path(name);
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.write(path, bytes);
    Files.setLastModifiedTime(path, FileTime.from(lastModified));
    return path;
  }

  Snowgauge snowgauge() {
    return Snowgauge.in(folder);
  }

  Snowgauge.Ended run(String... more) {
    return snowgauge().run(command("run", more));
  }

  static String[] command(String name, String... more) {
    return Stream.concat(Stream.of(name), Arrays.stream(more)).toArray(String[]::new);
  }

  /** Connects to the database; as long as this is open, no run can. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:duckdb:" + path("warehouse.duckdb"));
  }

  /** The rows of a query, each in one line, in the order of the query. */
  List<String> query(String query) throws SQLException {
    try (Connection connection = connect()) {
      return query(connection, query);
    }
  }

  static List<String> query(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> lines = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          cells.add(String.valueOf(rows.getString(i)));
        }
        lines.add(String.join(" | ", cells));
      }
      return lines;
    }
  }

  /** The target's rows as {@link UserGroups#rows} gives them. */
  List<String> shares() throws SQLException {
    return query(SHARES).stream().sorted().toList();
  }

  /** The lines of all parts of the archive that hold records, sorted. */
  List<String> ndjson() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path part : files("archive")) {
      if (part.toString().endsWith(".ndjson")) {
        lines.addAll(Files.readAllLines(part, UTF_8));
      }
    }
    return lines.stream().sorted().toList();
  }

  /** The files below a folder of the site; none if it is not there. */
  List<Path> files(String name) throws IOException {
    if (!Files.exists(path(name))) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(path(name))) {
      return files.filter(file -> !Files.isDirectory(file)).sorted().toList();
    }
  }

  /** The names of all files of the site, relative to it, without the source files. */
  List<String> everything() throws IOException {
    return files("").stream()
        .map(file -> folder.relativize(file).toString())
        .filter(name -> !name.startsWith("data/"))
        .toList();
  }
}
