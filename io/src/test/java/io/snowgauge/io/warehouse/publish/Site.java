package io.snowgauge.io.warehouse.publish;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.PassedOver;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.duckdb.DuckDbWarehouse;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import io.snowgauge.transforms.staging.ArchiveCompression;
import io.snowgauge.transforms.staging.RunStaging;
import io.snowgauge.transforms.staging.StagedFile;
import io.snowgauge.transforms.staging.StagingArea;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder with source files and a database, and runs that load the one into the other. */
final class Site implements AutoCloseable {
  static final String TARGET = "USER_GROUP_SHARES";
  static final Instant MONDAY = Instant.parse("2025-06-02T10:00:00Z");
  static final Instant TUESDAY = Instant.parse("2025-06-03T10:00:00Z");
  static final Instant WEDNESDAY = Instant.parse("2025-06-04T10:00:00Z");

  private final Path folder;
  private final Warehouse warehouse;
  private final Connection connection;

  /** Datasets whose tables are there, as far as nobody has changed them since. */
  private final Set<Dataset> created = new HashSet<>();

  /** A site with an empty database; its control tables and targets come with the first run. */
  Site(Path folder) throws SQLException {
    this(folder, "site.duckdb", "main", "SNOWGAUGE");
  }

  Site(Path folder, String database, String targetSchema, String controlSchema)
      throws SQLException {
    this(
        folder,
        new DuckDbWarehouse(
            folder.resolve(database).toString(),
            targetSchema,
            controlSchema,
            Duration.ofSeconds(5)));
  }

  /** A site of either warehouse, with an empty database. */
  Site(Path folder, WarehouseKind kind) throws SQLException {
    this(folder, kind.create(folder));
  }

  Site(Path folder, Warehouse warehouse) throws SQLException {
    this.folder = folder;
    this.warehouse = warehouse;
    this.connection = warehouse.connect();
  }

  /** An lsb.users file with one section; each line is a group. */
  static String userGroups(String... lines) {
    return "Begin UserGroup\nGROUP_NAME GROUP_MEMBER USER_SHARES\n"
        + String.join("\n", lines)
        + "\nEnd UserGroup\n";
  }

  static Run run(String id) {
    return new Run(
        id, LocalDate.parse("2025-06-06"), Mode.RUN, Instant.parse("2025-06-06T11:00:00Z"), false);
  }

  static Run forced(String id) {
    Run run = run(id);
    return new Run(id, run.executionDate(), run.mode(), run.startedAt(), true);
  }

  Warehouse warehouse() {
    return warehouse;
  }

  Connection connection() {
    return connection;
  }

  Path folder() {
    return folder;
  }

  Dataset dataset(PublishMode publish) {
    return dataset(publish, "lsb.users*", Tolerance.NONE);
  }

  /** A dataset of {@link #TARGET} over the files below {@code data/} that match a glob. */
  Dataset dataset(PublishMode publish, String glob, Tolerance tolerance) {
    return new Dataset(
        "user_groups",
        InputPattern.parse(Storage.localUri(folder) + "/data/" + glob),
        new UserGroupFormat(UserGroupFormat.DEFAULT_MAX_LINE_BYTES),
        TARGET,
        publish,
        List.of(),
        tolerance);
  }

  /** Writes a file below {@code data/}; what was there becomes an older version. */
  SourceFile write(String name, String text, Instant lastModified) throws IOException {
    return write(name, text, lastModified, Map.of());
  }

  SourceFile write(String name, String text, Instant lastModified, Map<String, String> captures)
      throws IOException {
    Path path = folder.resolve("data").resolve(name);
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.writeString(path, text);
    Files.setLastModifiedTime(path, FileTime.from(lastModified));
    return Storage.find(Storage.localUri(path), captures).orElseThrow();
  }

  StagingArea area(Run run) {
    String root = Storage.localUri(folder);
    return new StagingArea(
        root + "/staging/" + run.id() + "/",
        root + "/archive/" + run.id() + "/",
        ArchiveCompression.NONE,
        1 << 30,
        1000,
        warehouse.traits().wantsCompressedParts());
  }

  /** The parts and the archive that a run has on disk now. */
  List<String> filesOf(Run run) throws IOException {
    List<String> names = new ArrayList<>();
    for (String uri : List.of(area(run).partsUri(), area(run).archiveUri())) {
      Storage.list(uri).forEach(file -> names.add(file.substring(file.lastIndexOf('/') + 1)));
    }
    names.removeIf(name -> name.startsWith("manifest"));
    return names.stream().sorted().toList();
  }

  /** Creates what is missing in the database, and the run's RUNNING row. */
  void begin(Run run, Dataset dataset) throws SQLException {
    if (created.isEmpty()) {
      new ControlSchema(warehouse).create(connection);
    }
    if (created.add(dataset)) {
      new DatasetTables(warehouse, dataset).create(connection);
    }
    new Audit(warehouse).start(connection, run, dataset.name());
  }

  StagedFile stage(Run run, Dataset dataset, SourceFile file) throws IOException {
    return RunStaging.of(dataset, file, area(run));
  }

  String manifest(Run run, Dataset dataset, StagedFile... files) throws IOException {
    String uri = area(run).partsUri() + "manifest-" + UUID.randomUUID() + ".csv.gz";
    ManifestFile.write(uri, dataset, List.of(files));
    return uri;
  }

  Publisher publisher(Run run, Dataset dataset, String... skipped) {
    return new Publisher(
        warehouse, dataset, run, area(run), new PassedOver(List.of(), List.of(skipped)));
  }

  void publish(Run run, Dataset dataset, StagedFile... files) throws IOException, SQLException {
    publisher(run, dataset).publish(List.of(manifest(run, dataset, files)));
  }

  /** A whole run: begins, stages the files and publishes them in one load. */
  List<StagedFile> load(Run run, Dataset dataset, SourceFile... files)
      throws IOException, SQLException {
    begin(run, dataset);
    List<StagedFile> staged = new ArrayList<>();
    for (SourceFile file : files) {
      staged.add(stage(run, dataset, file));
    }
    publish(run, dataset, staged.toArray(StagedFile[]::new));
    return staged;
  }

  void execute(String sql) throws SQLException {
    created.clear();
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The rows of a query, each in one line. */
  List<String> rows(String query, @Nullable Object... values) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          lines.add(line(rows));
        }
      }
    }
    return lines;
  }

  private static String line(ResultSet row) throws SQLException {
    List<String> cells = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      cells.add(cell(row, i));
    }
    return String.join(" | ", cells);
  }

  /** A value as text, the same for both drivers. */
  private static String cell(ResultSet row, int column) throws SQLException {
    int type = row.getMetaData().getColumnType(column);
    Object value =
        switch (type) {
          case Types.TIMESTAMP -> row.getTimestamp(column);
          case Types.BOOLEAN -> row.getBoolean(column);
          default -> row.getString(column);
        };
    return String.valueOf(row.wasNull() ? null : value);
  }

  /** The target's rows: group, user, share. */
  List<String> shares() throws SQLException {
    return rows("SELECT GROUP_NAME, USER_NAME, SHARE FROM " + TARGET + " ORDER BY ALL");
  }

  /** The ledger's rows: file name, run, attempt, status, ingested, message. */
  List<String> ledger() throws SQLException {
    return rows(
            "SELECT URI, RUN_ID, ATTEMPT, STATUS, INGESTED_RECORD_COUNT, ERROR_MESSAGES"
                + " FROM SNOWGAUGE.INGESTION_FILES ORDER BY RUN_ID, URI, ATTEMPT, LAST_MODIFIED")
        .stream()
        .map(row -> row.replaceFirst("file://[^|]*/", ""))
        .toList();
  }

  /** The audit's rows: run, files, source, ingested, rejected, status, messages. */
  List<String> audit() throws SQLException {
    return rows(
        "SELECT RUN_ID, FILES, SOURCE_RECORD_COUNT, INGESTED_RECORD_COUNT, REJECTED_RECORD_COUNT,"
            + " STATUS, ERROR_MESSAGES FROM SNOWGAUGE.INGESTION_AUDIT ORDER BY RUN_ID, DATASET");
  }

  /** The lines of a staged file's only CSV part. */
  static List<String> part(StagedFile staged) throws IOException {
    try (InputStream in = open(staged.csvParts().get(0))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static InputStream open(String part) throws IOException {
    InputStream stored = Storage.open(part);
    return part.endsWith(".zst") ? new ZstdInputStream(stored) : stored;
  }

  /** Gives a staged file's only CSV part other lines. */
  static void rewritePart(StagedFile staged, Stream<String> lines) throws IOException {
    String part = staged.csvParts().get(0);
    String text = lines.map(line -> line + "\n").collect(Collectors.joining());
    OutputStream stored = Storage.create(part);
    try (OutputStream out = part.endsWith(".zst") ? new ZstdOutputStream(stored) : stored) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() throws SQLException {
    if (warehouse instanceof SnowflakeWarehouse snowflake) {
      // A stand-in that keeps hundreds of databases looks through all of them.
      execute("DROP DATABASE " + Identifiers.quote(snowflake.account().database()));
    }
    connection.close();
    if (warehouse instanceof SnowflakeWarehouse snowflake) {
      StandInExtension.close(snowflake);
    }
  }
}
