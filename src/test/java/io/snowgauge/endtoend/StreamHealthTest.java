package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a platform's probes hear of a stream, by the launcher. */
@Timeout(300)
class StreamHealthTest {
  private static final Pattern PORT = Pattern.compile("Health is told on port ([0-9]+): ");
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) ");
  private static final String CONFIGURATION =
      """
      {
        "warehouse": { "lockTimeout": "2 minutes" },
        "notifications": { "type": "files", "interval": "1 second" },
        "batch": { "interval": "100 ms" },
        "monitoring": { "port": %d },
        "datasets": { "user_groups": { "input": "data/*", "format": { "type": "lsf" },
          "table": "USER_GROUP_SHARES", "publish": "append" } }
      }
      """;

  @TempDir Path folder;

  private static int port(Snowgauge.Running stream) {
    Matcher found = PORT.matcher(stream.outSoFar());
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  private static String probe(int port, String path) {
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                      .timeout(Duration.ofSeconds(30))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      return response.statusCode() + " " + response.body().strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Names of metrics that docs/operations.md does not have. */
  private static List<String> undocumented(String metrics) throws IOException {
    String page = Files.readString(Snowgauge.HOME.resolve("docs/operations.md"));
    return TYPE.matcher(metrics)
        .results()
        .map(found -> found.group(1))
        .filter(name -> !page.contains("`" + name + "`") && !name.contains("_p9"))
        .toList();
  }

  /** The database is somebody else's at first, as a warehouse may be away when a pod starts. */
  @Test
  void aStreamIsAliveWhileItWaitsAndReadyOnceItLists() throws Exception {
    Site site = Site.with(folder, CONFIGURATION.formatted(0));
    UserGroups groups = UserGroups.random(1, 3);
    site.write("data/lsb.users", groups, Site.MONDAY);
    site.write("data/.lsb.users.part", groups, Site.MONDAY);
    Snowgauge.Running stream;
    int port;
    try (Connection others = site.connect()) {
      assertThat(others.isClosed(), is(false));
      Snowgauge.Running started = site.snowgauge().start("stream");
      stream = started;
      try {
        assertThat(started.errSoFar(), started.runsUntil(() -> port(started) > 0), is(true));
        port = port(started);
        String waits = "503 the stream has yet to reach its warehouse, begin to list its inputs";
        assertThat(
            stream.errSoFar(),
            stream.runsUntil(() -> probe(port, "/ready").equals(waits)),
            is(true));
        assertThat(probe(port, "/live"), is("200 alive"));
      } catch (AssertionError e) {
        stream.kill();
        throw e;
      }
    }
    try {
      assertThat(
          stream.errSoFar(),
          stream.runsUntil(() -> probe(port, "/ready").equals("200 ready")),
          is(true));
      assertThat(probe(port, "/live"), is("200 alive"));
      String published = "snowgauge_files_published_total{dataset=\"user_groups\"} 1";
      assertThat(
          stream.errSoFar(),
          stream.runsUntil(
              () ->
                  probe(port, "/metrics").startsWith("200 # TYPE snowgauge_")
                      && probe(port, "/metrics").lines().anyMatch(published::equals)),
          is(true));
      assertThat(undocumented(probe(port, "/metrics")), is(List.of()));
      assertThat(
          probe(port, "/metrics").lines().filter(line -> line.contains("files_hidden")).toList(),
          is(
              List.of(
                  "# TYPE snowgauge_files_hidden gauge",
                  "snowgauge_files_hidden{dataset=\"user_groups\"} 1")));
    } finally {
      stream.terminate();
    }
    Snowgauge.Ended ended = stream.await();
    assertThat(ended.err(), containsString("stopped; what was published is complete"));
    // Ready meant what it said: the next run finds nothing, or what the stream did not come to.
    Snowgauge.Ended rest = site.run();
    assertThat(rest.toString(), rest.exitCode(), is(0));
    assertThat(site.shares(), is(UserGroups.rowsOf(groups)));
  }

  @Test
  void aPortThatIsTakenIsAMistakeOfTheConfiguration() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      Site site = Site.with(folder, CONFIGURATION.formatted(taken.getLocalPort()));
      Snowgauge.Ended ended = site.snowgauge().run("stream");
      assertThat(ended.toString(), ended.exitCode(), is(2));
      assertThat(
          ended.errLines(),
          is(
              List.of(
                  "1 problem:",
                  "  monitoring.port: expected a port that is free but found %d in use"
                      .formatted(taken.getLocalPort()))));
    }
  }
}
