package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the launcher starts the JVM (docs/adr/0004-fast-start.md). */
@Timeout(120)
class LauncherTest {
  /** A line of the JVM's log of what it compiles: time, id, attributes, level, method. */
  private static final Pattern BY_THE_SECOND_COMPILER =
      Pattern.compile("(?m)^\\[[^\\n]*\\]\\s+\\d+\\s[%sbn! ]*\\s4\\s+([^\\s:]+)::");

  private static final List<String> MEANT =
      List.of(
          "io.snowgauge.transforms.",
          "io.snowgauge.io.",
          "de.siegmar.fastcsv.",
          "com.fasterxml.jackson.core.",
          "java.",
          "jdk.internal.math.",
          "sun.nio.cs.");

  @TempDir Path folder;

  /** DuckDB's driver would unpack 70 MB into the folder for temporary files, and time passes. */
  @Test
  void noLibraryIsUnpackedAtAStart() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    site.write("data/lsb.users", UserGroups.random(1, 3), MONDAY);
    assertThat(site.run().exitCode(), is(0));
    Snowgauge.Ended audit =
        site.snowgauge()
            .with("SNOWGAUGE_JAVA_OPTS", "-Djava.io.tmpdir=" + folder.resolve("absent"))
            .run("audit");
    assertThat(audit.toString(), audit.exitCode(), is(0));
    assertThat(audit.err(), is(""));
  }

  @Test
  void theSecondCompilerIsForWhatRecordsGoThrough() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    site.write("data/lsb.users", UserGroups.random(1, 40_000), MONDAY);
    List<String> ofRun = compiledTwice(site.snowgauge().with("SNOWGAUGE_LARGE_LOADS", "true"));
    assertThat(ofRun, hasItem(startsWith("io.snowgauge.transforms.")));
    assertThat(
        ofRun.stream().filter(name -> MEANT.stream().noneMatch(name::startsWith)).toList(),
        is(empty()));
    assertThat(compiledTwice(site.snowgauge()), is(empty()));
  }

  private List<String> compiledTwice(Snowgauge snowgauge) throws Exception {
    Path log = folder.resolve("compiled.log");
    Files.deleteIfExists(log);
    Snowgauge.Ended ended =
        snowgauge
            .with("SNOWGAUGE_JAVA_OPTS", "-Xlog:jit+compilation=debug:file=" + log)
            .run("run", "--force");
    assertThat(ended.toString(), ended.exitCode(), is(0));
    assertThat(ended.out(), not(startsWith("2 compiler")));
    String all = Files.readString(log);
    assertThat(all, not(is("")));
    return BY_THE_SECOND_COMPILER
        .matcher(all)
        .results()
        .map((MatchResult one) -> one.group(1))
        .toList();
  }
}
