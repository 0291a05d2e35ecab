package io.snowgauge.io.warehouse.control;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.snowgauge.io.secrets.Secret;
import io.snowgauge.io.warehouse.OtherJvm;
import io.snowgauge.io.warehouse.snowflake.Credentials;
import io.snowgauge.io.warehouse.snowflake.SnowflakeAccount;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** A batch's worker that cannot read Snowflake's answers says so before it stages anything. */
class ReadableWorkerTest {
  /** What the other JVM runs. */
  public static void main(String[] arguments) {
    Secret password = () -> "";
    SnowflakeAccount account =
        new SnowflakeAccount(
            "", "U", null, null, "D", "S", new Credentials.Password(password), Duration.ZERO);
    new WorkerHeartbeat(
            new SnowflakeWarehouse(account, "SNOWGAUGE", new Stage.Internal()),
            new Run("r1", LocalDate.EPOCH, Mode.RUN, Instant.EPOCH, false))
        .start();
    System.out.println("it stages");
  }

  @Test
  void aWorkerThatKeepsJavaNioToItselfIsRefused() throws Exception {
    assertThat(
        OtherJvm.run(ReadableWorkerTest.class),
        containsString("start it with --add-opens=java.base/java.nio=ALL-UNNAMED"));
  }
}
