package io.snowgauge.io.warehouse.snowflake;

import com.google.errorprone.annotations.CompileTimeConstant;
import io.snowgauge.io.warehouse.CopySource;
import io.snowgauge.io.warehouse.CopySource.Compression;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sessions;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.transforms.files.Reason;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A schema that is created to try things out in, and dropped, and two sessions. In the statements
 * {@code {schema}} is its name.
 */
final class TrialSchema implements AutoCloseable {
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

  /** The heartbeats in its stage. */
  StagedHeartbeats heartbeats() throws SQLException {
    sql("CREATE STAGE IF NOT EXISTS {schema}.SNOWGAUGE_PARTS").execute(one);
    return heartbeats;
  }

  /** Uploads files together, under names that the next ones have, too. */
  List<String> upload(String... files) throws SQLException {
    sql("CREATE STAGE IF NOT EXISTS {schema}.SNOWGAUGE_PARTS").execute(one);
    try {
      Path folder = Files.createTempDirectory("snowgauge-check-");
      UploadSessions own = new UploadSessions(one, sessions, "check", "check");
      try (Uploads uploads = new Uploads(location(), Compression.NONE, own, Uploads.LARGE)) {
        List<String> uris = new ArrayList<>();
        for (String file : files) {
          Path path = folder.resolve(uris.size() + ".csv");
          uris.add(Storage.localUri(Files.writeString(path, file)));
        }
        return uploads.upload(uris);
      } finally {
        Storage.deleteFolder(Storage.localUri(folder));
      }
    } catch (IOException e) {
      throw new SQLException("java.io.tmpdir: " + Reason.of(e), e);
    }
  }

  /** Copies what was uploaded. */
  long copyUploaded(List<String> names) throws SQLException {
    CopySource source = new CopySource(List.of(), name + ".COPIED", List.of(), List.of(), '"');
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
