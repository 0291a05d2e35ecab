package io.snowgauge.io.lineage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import io.snowgauge.io.posting.Posting;
import io.snowgauge.io.posting.UndeliveredException;
import io.snowgauge.io.warehouse.Finding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that takes events, refuses them, sends elsewhere, or drips its answer. */
@Timeout(60)
class HttpSinkTest {
  private final List<String> received = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch end = new CountDownLatch(1);
  private ExecutorService threads;
  private HttpServer server;
  private volatile int status = 201;

  @BeforeEach
  void start() throws IOException {
    threads = Executors.newCachedThreadPool();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          if (status == 0) {
            // An answer that begins and does not end.
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            try {
              end.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          } else {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/lineage";
  }

  private HttpSink sink() {
    return new HttpSink(
        url(), () -> "t0k3n", new Posting(Duration.ofMillis(500), Duration.ofMillis(1)));
  }

  private UndeliveredException undelivered() {
    return assertThrows(UndeliveredException.class, () -> sink().deliver("{}"));
  }

  @Test
  void isTriedAgainWhereTheServerMayRecover() {
    status = 503;
    assertThat(undelivered().getMessage(), is("the answer was 503"));
    assertThat(received.size(), is(3));
  }

  /** OpenLineage's own client takes anything below 400 for success. */
  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308, 400, 401, 403, 404, 422})
  void isNotTriedAgainAndNotSentElsewhere(int with) {
    status = with;
    assertThat(undelivered().getMessage(), is("the answer was " + with));
    assertThat(received, contains("POST /api/v1/lineage"));
  }

  @Test
  void anAnswerThatDoesNotEndIsNone() {
    status = 0;
    assertThat(undelivered().getMessage(), is("no answer within 500 ms"));
  }

  @Test
  void aTokenThatCannotBeReadIsSaidWithoutIt() {
    HttpSink sink =
        new HttpSink(
            url(),
            () -> {
              throw new IllegalStateException("/run/secrets/t0k3n");
            });
    UndeliveredException why = assertThrows(UndeliveredException.class, () -> sink.deliver("{}"));
    assertThat(
        why.getMessage(),
        is("expected an address and secrets that can be read but found that they cannot"));
    assertThat(sink.look("lineage").verdict(), is(Finding.Verdict.FAILED));
    assertThat(received.size(), is(0));
  }

  @ParameterizedTest
  @CsvSource({
    "200, OK",
    "204, OK",
    "400, OK",
    "405, OK",
    "404, UNKNOWN",
    "301, FAILED",
    "401, FAILED",
    "403, FAILED",
    "500, FAILED"
  })
  void isLookedAtWithoutAnEvent(int with, Finding.Verdict verdict) {
    status = with;
    Finding finding = sink().look("lineage");
    assertThat(finding.toString(), finding.verdict(), is(verdict));
    assertThat(finding.message(), startsWith(with == 404 ? "cannot be checked: " + url() : url()));
    assertThat(received, contains("HEAD /api/v1/lineage"));
  }

  @Test
  void nobodyThereIsSaid() {
    server.stop(0);
    Finding finding = sink().look("lineage");
    assertThat(finding.verdict(), is(Finding.Verdict.FAILED));
    assertThat(finding.message(), is(url() + ": no answer: ConnectException"));
  }
}
