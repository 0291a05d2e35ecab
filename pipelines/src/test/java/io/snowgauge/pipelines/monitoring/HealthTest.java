package io.snowgauge.pipelines.monitoring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final Duration STALLED = Duration.ofMinutes(10);

  private final AtomicLong nanos = new AtomicLong(-5);
  private final Health health = new Health(nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void aStreamIsAliveUntilNothingMovesForLongerThanItMay() {
    pass(STALLED);
    assertThat(health.whyNotAlive(STALLED), is(Optional.empty()));
    pass(Duration.ofSeconds(1));
    assertThat(health.whyNotAlive(STALLED), is(Optional.of("nothing has moved for 601 seconds")));
    health.move();
    assertThat(health.whyNotAlive(STALLED), is(Optional.empty()));
  }

  @Test
  void aStreamIsReadyOnceItHasReachedAllThatItNeeds() {
    assertThat(
        health.whyNotReady(),
        is(
            Optional.of(
                "the stream has yet to reach its notifications, reach its warehouse, begin to list"
                    + " its inputs")));
    health.reach(Health.Beginning.SWEEP);
    health.reach(Health.Beginning.NOTIFICATIONS);
    assertThat(health.whyNotReady(), is(Optional.of("the stream has yet to reach its warehouse")));
    health.reach(Health.Beginning.WAREHOUSE);
    assertThat(health.whyNotReady(), is(Optional.empty()));
  }

  /** What was reached stays so: a stream that waits for files has nothing to be taken out of. */
  @Test
  void beginningsAreMovesToo() {
    pass(STALLED);
    health.reach(Health.Beginning.WAREHOUSE);
    pass(STALLED);
    assertThat(health.whyNotAlive(STALLED), is(Optional.empty()));
  }

  @Test
  void aStreamThatHasEndedIsNeither() {
    for (Health.Beginning beginning : Health.Beginning.values()) {
      health.reach(beginning);
    }
    health.end();
    assertThat(health.whyNotAlive(STALLED), is(Optional.of("the stream has ended")));
    assertThat(health.whyNotReady(), is(Optional.of("the stream has ended")));
  }

  private static String answer(HealthServer server, String method, String path)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .timeout(Duration.ofSeconds(30))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  @Test
  void probesAreAnsweredOverHttp() throws Exception {
    try (HealthServer server = HealthServer.start(0, health, STALLED)) {
      assertThat(answer(server, "GET", "/live"), is("200 alive\n"));
      health.reach(Health.Beginning.SWEEP);
      health.reach(Health.Beginning.NOTIFICATIONS);
      assertThat(
          answer(server, "GET", "/ready"), is("503 the stream has yet to reach its warehouse\n"));
      health.reach(Health.Beginning.WAREHOUSE);
      assertThat(answer(server, "GET", "/ready?x=1"), is("200 ready\n"));
      pass(STALLED.plusSeconds(1));
      assertThat(answer(server, "GET", "/live"), is("503 nothing has moved for 601 seconds\n"));
      assertThat(answer(server, "GET", "/"), is("404 expected /live, /ready or /metrics\n"));
      assertThat(
          answer(server, "GET", "/livelihood"), is("404 expected /live, /ready or /metrics\n"));
      assertThat(answer(server, "GET", "/live/x"), is("404 expected /live, /ready or /metrics\n"));
      assertThat(answer(server, "GET", "/metrics"), is("200 "));
      assertThat(answer(server, "DELETE", "/live"), is("405 "));
    }
  }

  /** A probe that hangs, or somebody who opens connections and says nothing, hides no other. */
  @Test
  void silentConnectionsDoNotHideOthers() throws Exception {
    try (HealthServer server = HealthServer.start(0, health, STALLED);
        Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.port());
        Socket halfway = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      halfway.getOutputStream().write("GET /live HT".getBytes(US_ASCII));
      halfway.getOutputStream().flush();
      assertThat(silent.isConnected(), is(true));
      assertThat(answer(server, "GET", "/live"), is("200 alive\n"));
    }
  }
}
