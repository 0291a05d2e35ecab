package io.snowgauge.io.warehouse.duckdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One database file and two processes: this one and another. */
@Timeout(60)
class DatabaseLockTest {
  @TempDir Path folder;

  private DuckDbWarehouse warehouse(Duration lockTimeout) {
    return new DuckDbWarehouse(
        folder.resolve("site.duckdb").toString(), "main", "SNOWGAUGE", lockTimeout);
  }

  /** Another process that has the database open. */
  private Process holder() throws IOException {
    Process holder = start(ProcessBuilder.Redirect.INHERIT);
    BufferedReader output = holder.inputReader(UTF_8);
    assertThat(output.readLine(), startsWith(DatabaseHolder.READY));
    return holder;
  }

  /** Another process that opens the database if it can. */
  private Process start(ProcessBuilder.Redirect errors) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            DatabaseHolder.class.getName(),
            folder.resolve("site.duckdb").toString())
        .redirectError(errors)
        .start();
  }

  private static void end(Process holder) throws IOException, InterruptedException {
    holder.getOutputStream().close();
    if (!holder.waitFor(30, TimeUnit.SECONDS)) {
      holder.destroyForcibly();
    }
  }

  @Test
  void keepsOtherProcessesOutHoweverOftenItConnects() throws Exception {
    DuckDbWarehouse warehouse = warehouse(Duration.ZERO);
    try (Connection connection = warehouse.connect()) {
      warehouse.connect().close();
      assertThat(warehouse.sessions().exists(), is(true));
      Process other = start(ProcessBuilder.Redirect.DISCARD);
      try {
        assertThat(other.inputReader(UTF_8).readLine(), is(nullValue()));
      } finally {
        end(other);
      }
      assertThat(connection.isValid(5), is(true));
    }
    end(holder());
  }

  @Test
  void saysThatAnotherProcessHasTheFileWhenItDoesNotEndInTime() throws Exception {
    Process holder = holder();
    try {
      long before = System.nanoTime();
      SQLException locked =
          assertThrows(SQLException.class, () -> warehouse(Duration.ofSeconds(1)).connect());
      assertThat(
          locked.getMessage(),
          is(
              "the database file "
                  + folder.resolve("site.duckdb")
                  + " is in use by another process, and still was after 1 s"
                  + " (warehouse.lockTimeout); DuckDB files are for one process at a time: run"
                  + " again when the other one has ended"));
      assertThat(Duration.ofNanos(System.nanoTime() - before).toSeconds(), lessThan(10L));
    } finally {
      end(holder);
    }
  }

  @Test
  void givesACopyToLookAtMeanwhile() throws Exception {
    try (Connection connection = warehouse(Duration.ZERO).connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE T AS SELECT 7 AS X");
    }
    Process holder = holder();
    try (Connection copy = warehouse(Duration.ZERO).sessions().connectToCopy().orElseThrow();
        Statement statement = copy.createStatement()) {
      try (ResultSet rows = statement.executeQuery("SELECT X FROM T")) {
        rows.next();
        assertThat(rows.getInt(1), is(7));
      }
      assertThrows(SQLException.class, () -> statement.execute("INSERT INTO T VALUES (8)"));
    } finally {
      end(holder);
    }
  }

  @Test
  void doesNotWaitWhereNoWaitingIsWanted() throws Exception {
    Process holder = holder();
    try {
      SQLException locked =
          assertThrows(SQLException.class, () -> warehouse(Duration.ZERO).connect());
      assertThat(locked.getMessage(), startsWith("the database file "));
    } finally {
      end(holder);
    }
  }

  @Test
  void waitsForAnotherProcessAndThenConnects() throws Exception {
    Process holder = holder();
    try {
      FutureTask<String> connecting =
          new FutureTask<>(
              () -> {
                try (Connection connection = warehouse(Duration.ofSeconds(50)).connect()) {
                  return connection.getCatalog();
                }
              });
      Thread waiting = new Thread(connecting);
      waiting.start();
      while (waiting.getState() != Thread.State.TIMED_WAITING) {
        assertThat(connecting.isDone(), is(false));
        Thread.onSpinWait();
      }
      end(holder);
      assertThat(connecting.get(30, TimeUnit.SECONDS), is("site"));
    } finally {
      end(holder);
    }
  }

  @Test
  void aProcessThatWasKilledHoldsNothing() throws Exception {
    Process holder = holder();
    holder.destroyForcibly().waitFor();
    warehouse(Duration.ZERO).connect().close();
  }
}
