package io.snowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The generator of GloboLatte's files, run as the README does. */
final class GloboLatteFiles {
  private static final Path GENERATOR = Snowgauge.HOME.resolve("runner-configs/direct/generate.sh");

  private GloboLatteFiles() {}

  /** Runs it; returns what it says. */
  static List<String> generate(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(GENERATOR.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(said, process.waitFor(), is(0));
    return said.lines().toList();
  }
}
