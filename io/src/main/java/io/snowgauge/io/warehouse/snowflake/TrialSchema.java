package io.snowgauge.io.warehouse.snowflake;

import com.github.luben.zstd.Zstd;
import com.google.errorprone.annotations.CompileTimeConstant;
import io.snowgauge.io.warehouse.CopySource;
import io.snowgauge.io.warehouse.CopySource.Compression;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sessions;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.transforms.files.Reason;
import io.snowgauge.transforms.files.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;

/**
 * A schema that is created to try things out in, and dropped, and two sessions. In the statements
 * {@code {schema}} is its name.
 */
final class TrialSchema implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Logins logins;
  private final Sessions sessions;
  private final String database;
  private final String plainName;
  private final String name;
  private final Connection one;
  private final Connection other;

  private final StagedHeartbeats heartbeats;

  private TrialSchema(SnowflakeAccount account, Logins logins, Connection one, Connection other) {
    this.logins = logins;
    this.sessions = new SnowflakeSessions(account);
    this.database = Identifiers.quote(account.database());
    this.plainName =
        "SNOWGAUGE_CHECK_" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
    this.name = database + "." + Identifiers.quote(plainName);
    this.heartbeats = new StagedHeartbeats(account, name);
    this.one = one;
    this.other = other;
  }

  /** Logs in and creates a schema, in the database of the account. */
  static TrialSchema create(SnowflakeAccount account) throws SQLException {
    Logins logins = new Logins(account);
    TrialSchema schema =
        new TrialSchema(account, logins, logins.getConnection(), logins.getConnection());
    try {
      schema.run("CREATE SCHEMA {schema}");
      return schema;
    } catch (SQLException e) {
      schema.one.close();
      schema.other.close();
      throw e;
    }
  }

  /** The database, in statements. */
  String database() {
    return database;
  }

  /** The name alone, as INFORMATION_SCHEMA has it. */
  String plainName() {
    return plainName;
  }

  /** A session. */
  Connection one() {
    return one;
  }

  /** Another one, which was opened as early. */
  Connection other() {
    return other;
  }

  /** A session that is opened now; the caller closes. */
  Connection anew() throws SQLException {
    return logins.getConnection();
  }

  /** A statement about the schema. */
  Sql sql(@CompileTimeConstant String statement) {
    return Sql.of(statement).with("schema", name);
  }

  /** Runs a statement on the first session. */
  void run(@CompileTimeConstant String statement) throws SQLException {
    sql(statement).execute(one);
  }

  /** The one text that a query gives on the first session. */
  String text(@CompileTimeConstant String query) throws SQLException {
    return String.valueOf(sql(query).textOrNull(one));
  }

  /** Does something that has to fail. */
  interface Doomed {
    void run() throws SQLException;
  }

  /** Begins something on a thread of its own. */
  Future<Void> begin(Doomed attempt) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              attempt.run();
              return null;
            });
    Thread thread = new Thread(task, "trial in " + plainName);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /** Whether it ends within that time; fails as it does. */
  static boolean hasEnded(Future<Void> begun, Duration within) throws SQLException {
    try {
      begun.get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new SQLException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException(e);
    }
  }

  /** Waits until it ends; fails as it does. */
  static void await(Future<Void> begun) throws SQLException {
    if (!hasEnded(begun, LONGEST)) {
      throw new SQLException("expected it to end within " + LONGEST.toSeconds() + " s");
    }
  }

  /** The error that it fails with. */
  static String errorOf(Doomed attempt) {
    try {
      attempt.run();
      return "no error";
    } catch (SQLException e) {
      return "error " + e.getErrorCode();
    }
  }

  /** Uploads files together and copies them into the table {@code COPIED}, as publishing does. */
  long copy(String... files) throws SQLException {
    return copyUploaded(upload(files));
  }

  /** The same with one file that is compressed first. */
  long copyCompressed(String file, Compression compression) throws SQLException {
    return copyUploaded(upload(compression, List.of(file)));
  }

  /** The heartbeats in its stage. */
  StagedHeartbeats heartbeats() throws SQLException {
    sql("CREATE STAGE IF NOT EXISTS {schema}.SNOWGAUGE_PARTS").execute(one);
    return heartbeats;
  }

  /** Uploads files together, under names that the next ones have, too. */
  List<String> upload(String... files) throws SQLException {
    return upload(Compression.NONE, List.of(files));
  }

  private List<String> upload(Compression compression, List<String> files) throws SQLException {
    sql("CREATE STAGE IF NOT EXISTS {schema}.SNOWGAUGE_PARTS").execute(one);
    try {
      Path folder = Files.createTempDirectory("snowgauge-check-");
      UploadSessions own = new UploadSessions(one, sessions, "check", "check");
      try (Uploads uploads = new Uploads(location(), compression, own, Uploads.LARGE)) {
        List<String> uris = new ArrayList<>();
        for (String file : files) {
          Path path = folder.resolve("part" + uris.size() + suffix(compression));
          uris.add(Storage.localUri(Files.write(path, compressed(file, compression))));
        }
        return uploads.upload(uris);
      } finally {
        Storage.deleteFolder(Storage.localUri(folder));
      }
    } catch (IOException e) {
      throw new SQLException("java.io.tmpdir: " + Reason.of(e), e);
    }
  }

  private static String suffix(Compression compression) {
    return switch (compression) {
      case NONE -> ".csv";
      case GZIP -> ".csv.gz";
      case ZSTD -> ".csv.zst";
    };
  }

  private static byte[] compressed(String file, Compression compression) throws IOException {
    byte[] content = file.getBytes(StandardCharsets.UTF_8);
    return switch (compression) {
      case NONE -> content;
      case GZIP -> {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
          gzip.write(content);
        }
        yield out.toByteArray();
      }
      case ZSTD -> Zstd.compress(content);
    };
  }

  /** Copies what was uploaded; the names say how it is compressed. */
  long copyUploaded(List<String> names) throws SQLException {
    CopySource source = new CopySource(List.of(), name + ".COPIED", List.of(), names, '"');
    Sql from = Sql.of("{location}").with("location", Identifiers.escapedLiteral(location()));
    return new CopyStatement(source, from).copy(one, names);
  }

  private String location() {
    return "@" + name + ".SNOWGAUGE_PARTS/check/";
  }

  /** Drops the schema with all that is in it. */
  @Override
  public void close() throws SQLException {
    try (Connection last = one;
        Connection first = other) {
      first.setAutoCommit(true);
      last.setAutoCommit(true);
      sql("DROP SCHEMA IF EXISTS {schema} CASCADE").execute(last);
    }
  }
}
