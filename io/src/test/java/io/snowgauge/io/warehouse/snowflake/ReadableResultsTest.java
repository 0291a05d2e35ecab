package io.snowgauge.io.warehouse.snowflake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.secrets.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  /** What a JVM of these options prints, on both streams. */
  private static String run(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ReadableResultsTest.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JDK_JAVA_OPTIONS");
    Process process = builder.start();
    return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
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
