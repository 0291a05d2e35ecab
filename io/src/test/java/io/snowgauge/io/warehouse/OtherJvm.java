package io.snowgauge.io.warehouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A JVM beside that of the tests, started with nothing but the options that a test gives. */
public final class OtherJvm {
  private OtherJvm() {}

  /** What a program prints there, on both streams. */
  public static String run(Class<?> program, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JDK_JAVA_OPTIONS");
    return new String(builder.start().getInputStream().readAllBytes(), UTF_8).strip();
  }
}
