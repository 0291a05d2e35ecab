package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInRelativeOrder;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Later JDKs than the one that builds warn of what libraries do; nobody is shown that. */
@Timeout(300)
class OtherJdksTest {
  private static final Pattern MAJOR = Pattern.compile("(?m)^JAVA_VERSION=\"([0-9]+)");

  @TempDir Path folder;

  /** Those beside the JDK that runs this, where packages put them. */
  private static List<Path> later() throws IOException {
    Path own = Path.of(System.getProperty("java.home")).toRealPath();
    List<Path> later = new ArrayList<>();
    try (Stream<Path> beside = Files.list(own.getParent())) {
      for (Path home :
          beside.filter(each -> Files.isExecutable(each.resolve("bin/java"))).toList()) {
        if (major(home) > Runtime.version().feature()) {
          later.add(home.toRealPath());
        }
      }
    }
    return later.stream().distinct().toList();
  }

  private static int major(Path home) throws IOException {
    Path release = home.resolve("release");
    Matcher found = MAJOR.matcher(Files.isReadable(release) ? Files.readString(release) : "");
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  /** An earlier JDK knows neither and would not start, unless it is told to pass over them. */
  @Test
  void theOptionsOfLaterJdksComeBehindTheOneThatLetsEarlierOnesIgnoreThem() throws Exception {
    String options = Files.readString(Snowgauge.HOME.resolve("pipelines/src/main/app/jvm.options"));
    assertThat(
        Arrays.asList(options.replaceAll("(?m)^#.*", "").strip().split("\\s+", -1)),
        containsInRelativeOrder(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
  }

  @Test
  void noWarningIsShown() throws Exception {
    List<Path> jdks = later();
    assumeFalse(jdks.isEmpty(), "no later JDK is installed beside the one that runs this");
    Site site = Site.with(folder, Site.configuration("append", ""));
    site.write("data/lsb.users", new UserGroups().group("g", "u=1"), Site.MONDAY);
    for (Path jdk : jdks) {
      Snowgauge snowgauge = site.snowgauge().with("JAVA_HOME", jdk.toString());
      for (String command : List.of("run", "audit", "config", "--version")) {
        Snowgauge.Ended ended =
            command.startsWith("--")
                ? snowgauge.run(command)
                : snowgauge.run(Site.command(command));
        assertThat(jdk + " " + ended, ended.exitCode(), is(0));
        assertThat(ended.out().length(), is(greaterThan(0)));
        assertThat(jdk + " " + command, ended.err(), is(""));
      }
    }
  }
}
