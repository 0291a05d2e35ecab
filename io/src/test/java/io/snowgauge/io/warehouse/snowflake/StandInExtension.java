package io.snowgauge.io.warehouse.snowflake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One stand-in for all tests of a JVM, started when the first one asks for it and ended after the
 * last. Where there is no Python the tests that ask are skipped, but never under {@code CI}.
 */
public final class StandInExtension implements BeforeAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(StandInExtension.class);

  /** What {@code s3://bucket/} is for the stand-in. */
  public static final Path BUCKET = Path.of("target/snowflake/bucket").toAbsolutePath();

  private static @Nullable Holder holder;

  private static final class Holder implements AutoCloseable {
    private @Nullable StandIn standIn;

    @Override
    public void close() {
      if (standIn != null) {
        standIn.close();
      }
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    setHolder(
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent("holder", key -> new Holder(), Holder.class));
  }

  private static synchronized void setHolder(Holder found) {
    holder = found;
  }

  /** The stand-in; ends the test as skipped where there can be none. */
  public static synchronized StandIn standIn() {
    Holder holding = Objects.requireNonNull(holder, "the test lacks the extension");
    if (holding.standIn == null) {
      String python = StandIn.python();
      if (python == null) {
        String message = "no Python 3.11 was found: tests against the Snowflake stand-in";
        if (System.getenv("CI") != null) {
          throw new IllegalStateException(message + " cannot run");
        }
        Assumptions.abort(message + " are skipped");
      }
      try {
        Files.createDirectories(BUCKET);
        holding.standIn =
            StandIn.start(Objects.requireNonNull(python), Map.of("s3://bucket/", BUCKET));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return holding.standIn;
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
            new Credentials.Password(() -> password));
    return new SnowflakeWarehouse(account, controlSchema, stage);
  }

  /** Ends the sessions of a warehouse that no test uses any more. */
  public static void close(SnowflakeWarehouse warehouse) {
    Sessions.close(warehouse.account());
  }
}
