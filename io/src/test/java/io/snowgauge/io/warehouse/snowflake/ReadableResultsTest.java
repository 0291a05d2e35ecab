package io.snowgauge.io.warehouse.snowflake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.secrets.Secret;
import io.snowgauge.io.warehouse.OtherJvm;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A JVM that keeps the driver from reading Arrow says so, and what to start it with. */
class ReadableResultsTest {
  /** What the other JVM runs. */
  public static void main(String[] arguments) {
    Secret password = () -> "";
    SnowflakeAccount account =
        new SnowflakeAccount(
            "", "U", null, null, "D", "S", new Credentials.Password(password), Duration.ZERO);
    new SnowflakeSessions(account).requireReadable();
    System.out.println("readable");
  }

  private static String run(String... options) throws Exception {
    return OtherJvm.run(ReadableResultsTest.class, options);
  }

  @Test
  void aJvmThatKeepsJavaNioToItselfIsRefused() throws Exception {
    String printed = run();
    assertThat(
        printed.lines().findFirst().orElse("").toLowerCase(Locale.ROOT),
        containsString("start it with --add-opens=java.base/java.nio=all-unnamed"));
  }

  @Test
  void aJvmThatOpensItIsFine() throws Exception {
    assertThat(run("--add-opens=java.base/java.nio=ALL-UNNAMED"), is("readable"));
  }
}
