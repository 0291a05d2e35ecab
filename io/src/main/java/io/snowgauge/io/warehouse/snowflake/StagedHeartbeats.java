package io.snowgauge.io.warehouse.snowflake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.snowgauge.io.warehouse.HeartbeatStore;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sessions;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.TimestampText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Heartbeats as files of the internal stage, {@code .heartbeats/<day>/<run>/<try>}: PUT and LIST
 * take no virtual warehouse. Whoever asks who is alive leaves a file, too, {@code <day>/<name>},
 * whose date is the present by the clock that dated the others (ADR 28).
 *
 * @param controlSchema that holds the stage, qualified and quoted
 */
record StagedHeartbeats(SnowflakeAccount account, String controlSchema) implements HeartbeatStore {
  /** No folder of uploads can be called so. */
  static final String FOLDER = ".heartbeats";

  private static final Logger LOG = LoggerFactory.getLogger(StagedHeartbeats.class);

  private static final Duration KEPT = Duration.ofDays(1);

  /** An upload that fails takes more than a minute, so it is not tried at each beat. */
  private static final Duration NOT_TRIED_AGAIN_FOR = Duration.ofHours(1);

  /** When an upload to a stage failed last in this process, by its nanoseconds. */
  private static final ConcurrentMap<String, Long> REFUSED = new ConcurrentHashMap<>();

  /** The name that LIST gives a file of an internal stage starts with the stage's. */
  private static final Pattern LISTED =
      Pattern.compile(".*?/" + Pattern.quote(FOLDER) + "/([^/]+)/(?:([^/]+)/)?([^/]+)");

  /**
   * A file that LIST has named.
   *
   * @param run empty for one of somebody who asked
   */
  private record Listed(String day, String run, String name, Instant modified) {}

  private String stage() {
    return InternalStage.in(controlSchema);
  }

  private String key() {
    return account.url() + " " + stage();
  }

  private Sessions sessions() {
    return new SnowflakeSessions(account);
  }

  @Override
  public boolean leave(String runId, String tryId) throws SQLException {
    if (isRefused()) {
      return false;
    }
    try (Connection connection = sessions().connect()) {
      return put(connection, "/" + InternalStage.pathPart(runId), InternalStage.pathPart(tryId));
    }
  }

  private boolean isRefused() {
    Long since = REFUSED.get(key());
    return since != null && System.nanoTime() - since < NOT_TRIED_AGAIN_FOR.toNanos();
  }

  /**
   * Puts a file.
   *
   * @param run its folder in that of the day, with a slash before it, or nothing
   */
  private boolean put(Connection connection, String run, String name) {
    // The day only says which are removed together: it may be any clock's.
    String folder = stage() + "/" + FOLDER + "/" + LocalDate.now(ZoneOffset.UTC) + run;
    try (UploadFolder local = new UploadFolder()) {
      Path file = local.subfolder(0).resolve(name);
      Files.writeString(file, "alive\n", US_ASCII);
      Sql.of(
              "PUT {file} {location} AUTO_COMPRESS = FALSE SOURCE_COMPRESSION = NONE OVERWRITE = TRUE")
          .with("file", Identifiers.escapedLiteral("file://" + file))
          .with("location", Identifiers.escapedLiteral(folder))
          .query(connection, row -> row.text("status"));
      REFUSED.remove(key());
      return true;
    } catch (IOException | SQLException e) {
      refuse(e);
      return false;
    }
  }

  /** A session that was lost says nothing of the stage. */
  private void refuse(Exception e) {
    if (e instanceof SQLException sql
        && SnowflakeErrors.isConnectionLost(sql)
        && !SnowflakeErrors.isUploadFailed(sql)) {
      LOG.warn("a heartbeat could not be uploaded to {}: {}", stage(), e.toString());
      return;
    }
    REFUSED.put(key(), System.nanoTime());
    LOG.warn(
        "no heartbeat could be uploaded to {}: they go into RUN_HEARTBEATS for an hour, where each"
            + " wakes the virtual warehouse: {}",
        stage(),
        e.toString());
  }

  @Override
  public List<Heard> listen(Connection connection) throws SQLException {
    String question = UUID.randomUUID().toString();
    boolean isAsked = !isRefused() && put(connection, "", question);
    List<Listed> files = list(connection);
    Instant now = isAsked ? modified(files, question) : now(connection);
    removeOld(connection, files, now);
    return heard(files, now);
  }

  private Instant modified(List<Listed> files, String question) throws SQLException {
    return files.stream()
        .filter(file -> file.run().isEmpty() && file.name().equals(question))
        .findFirst()
        .orElseThrow(
            () ->
                new SQLException(
                    "expected LIST of "
                        + stage()
                        + " to name a file that was just uploaded but it does not, so it is not"
                        + " known who is alive; try again"))
        .modified();
  }

  @Override
  public List<Heard> look(Connection connection) throws SQLException {
    return heard(list(connection), now(connection));
  }

  private static Instant now(Connection connection) throws SQLException {
    return TimestampText.toInstant(
        Sql.of("SELECT CAST(SYSDATE() AS VARCHAR)").texts(connection).get(0));
  }

  private static List<Heard> heard(List<Listed> files, Instant now) {
    return files.stream()
        .filter(file -> !file.run().isEmpty())
        .map(
            file ->
                new Heard(
                    InternalStage.name(file.run()),
                    InternalStage.name(file.name()),
                    Duration.between(file.modified(), now)))
        .toList();
  }

  private List<Listed> list(Connection connection) throws SQLException {
    try {
      return Sql.of("LIST {location}")
          .with("location", Identifiers.escapedLiteral(stage() + "/" + FOLDER + "/"))
          .query(connection, row -> listed(row.text("name"), row.text("last_modified")));
    } catch (SQLException e) {
      if (SnowflakeErrors.isMissing(e) || SnowflakeErrors.isNotAllowed(e)) {
        throw new SQLException(
            "expected the stage "
                + stage()
                + " with the heartbeats of runs, for who is alive must not be disturbed, but this"
                + " role sees none; 'snowgauge init' creates it, and grants it with --grant-to: "
                + e.getMessage(),
            e.getSQLState(),
            e.getErrorCode(),
            e);
      }
      throw e;
    }
  }

  private static Listed listed(String name, String modified) throws SQLException {
    Matcher parts = LISTED.matcher(name);
    if (!parts.matches()) {
      throw new SQLException("expected a heartbeat but LIST names " + name);
    }
    String run = parts.group(2) == null ? "" : parts.group(2);
    Instant at =
        ZonedDateTime.parse(modified, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
            .toInstant();
    return new Listed(parts.group(1), run, parts.group(3), at);
  }

  /** A day's folder goes as a whole, by one statement. */
  private void removeOld(Connection connection, List<Listed> files, Instant now) {
    List<String> days = new ArrayList<>(files.stream().map(Listed::day).distinct().toList());
    files.stream()
        .filter(file -> file.modified().isAfter(now.minus(KEPT)))
        .forEach(file -> days.remove(file.day()));
    for (String day : days) {
      try {
        String folder = stage() + "/" + FOLDER + "/" + day + "/";
        Sql.of("REMOVE {location}")
            .with("location", Identifiers.escapedLiteral(folder))
            .execute(connection);
      } catch (SQLException e) {
        LOG.warn("heartbeats of {} stay in {}: {}", day, stage(), e.toString());
      }
    }
  }
}
