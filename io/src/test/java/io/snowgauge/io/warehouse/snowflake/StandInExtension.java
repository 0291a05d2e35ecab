package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.emulators.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One stand-in for all tests of a JVM, started when the first one asks for it and ended after the
 * last. Where there is no Python the tests that ask are skipped, but never under {@code CI}.
 */
public final class StandInExtension implements BeforeAllCallback {
  /** What {@code s3://bucket/} is for the stand-in. */
  public static final Path BUCKET = Path.of("target/snowflake/bucket").toAbsolutePath();

  private static final Shared<StandIn> STAND_IN = new Shared<>(StandInExtension::start);

  private static StandIn start() throws IOException {
    Files.createDirectories(BUCKET);
    return StandIn.start(Map.of("s3://bucket/", BUCKET));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    STAND_IN.keep(context);
  }

  /** The stand-in; ends the test as skipped where there can be none. */
  public static StandIn standIn() {
    return STAND_IN.get();
  }

  /** A warehouse of its own in the stand-in. */
  public static SnowflakeWarehouse warehouse(
      String database, String targetSchema, String controlSchema, Stage stage) {
    return warehouse(
        standIn().url(), database, targetSchema, controlSchema, stage, "secret-of-the-test");
  }

  /** The same, logged in to with a password; it refuses {@code wrong}. */
  public static SnowflakeWarehouse warehouse(
      String database, String targetSchema, String controlSchema, Stage stage, String password) {
    return warehouse(standIn().url(), database, targetSchema, controlSchema, stage, password);
  }

  /** A warehouse of its own in the stand-in, under another URL. */
  public static SnowflakeWarehouse warehouse(
      String url, String database, String targetSchema, String controlSchema, Stage stage) {
    return warehouse(url, database, targetSchema, controlSchema, stage, "secret-of-the-test");
  }

  private static SnowflakeWarehouse warehouse(
      String url,
      String database,
      String targetSchema,
      String controlSchema,
      Stage stage,
      String password) {
    SnowflakeAccount account =
        new SnowflakeAccount(
            url,
            "LOADER",
            "LOADER_ROLE",
            "LOAD_WH",
            database,
            targetSchema,
            new Credentials.Password(() -> password),
            Duration.ofHours(2));
    return new SnowflakeWarehouse(account, controlSchema, stage);
  }

  /** Ends the sessions of a warehouse that no test uses any more. */
  public static void close(SnowflakeWarehouse warehouse) {
    SessionPool.close(warehouse.account());
  }
}
