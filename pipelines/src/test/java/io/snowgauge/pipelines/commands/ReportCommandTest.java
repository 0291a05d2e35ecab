package io.snowgauge.pipelines.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ReportCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void configure() throws Exception {
    Files.writeString(
        folder.resolve("snowgauge.json"),
        """
        {"datasets": {"a": {"input": "a/*", "format": {"type": "lsf"}, "table": "A"}}}
        """);
  }

  private int report(String... more) {
    CommandLine commands = Snowgauge.commandLine();
    commands.setOut(new PrintWriter(out, true));
    commands.setErr(new PrintWriter(err, true));
    List<String> words =
        new ArrayList<>(List.of("report", "--config", folder.resolve("snowgauge.json").toString()));
    words.addAll(List.of(more));
    return commands.execute(words.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-02-01|2026-01-31|--from: expected a date up to --to 2026-01-31 but found 2026-02-01",
        "1969-12-31|2026-01-31|expected up to 3,660 days from 1970 on",
        "2010-01-01|2026-01-31|expected up to 3,660 days from 1970 on",
        "+10000-01-01|+10000-01-01|--to: expected a date from 1970 to 9999 but found +10000-01-01"
      })
  void daysThatCannotBeShownAreRefused(String from, String to, String message) {
    assertThat(report("--from", from, "--to", to), is(2));
    assertThat(err.toString(), startsWith(message + "\n"));
  }

  @Test
  void aFolderIsNoPlaceForAPage() {
    assertThat(report("--out", folder.toString()), is(2));
    assertThat(
        err.toString(),
        startsWith("--out: expected a file but found a folder at " + folder + "\n"));
  }

  @Test
  void thePageTakesThePlaceOfTheOneBefore() throws Exception {
    Path page = folder.resolve("r.html");
    Files.writeString(page, "before");
    String[] days = {"--out", page.toString(), "--from", "2026-01-01", "--to", "2026-01-02"};
    assertThat(report(days), is(0));
    assertThat(out.toString(), is(page + ": 1 dataset from 2026-01-01 to 2026-01-02\n"));
    assertThat(Files.readString(page), startsWith("<!doctype html>\n"));
    try (var files = Files.list(folder)) {
      assertThat(
          files.map(file -> file.getFileName().toString()).sorted().toList(),
          is(List.of("r.html", "snowgauge.json")));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aPipeIsWrittenToAndStaysAPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(), is(0));
    Process reader = new ProcessBuilder("cat", pipe.toString()).start();
    try {
      assertThat(report("--out", pipe.toString(), "--to", "2026-01-31"), is(0));
      assertThat(Files.isRegularFile(pipe), is(false));
      String page = new String(reader.getInputStream().readAllBytes(), UTF_8);
      assertThat(page, startsWith("<!doctype html>\n"));
    } finally {
      reader.destroy();
    }
  }

  @Test
  void fourteenDaysAreShownOfNothing() {
    Path page = folder.resolve("r.html");
    assertThat(report("--out", page.toString(), "--to", "2026-01-31"), is(0));
    assertThat(out.toString(), is(page + ": 1 dataset from 2026-01-18 to 2026-01-31\n"));
  }
}
