package io.snowgauge.io.alerts;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import io.snowgauge.io.posting.UndeliveredException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that takes alerts, refuses them, or says nothing. */
@Timeout(60)
class DeliveryTest {
  private static final String SECRET = "/services/T0/B0/s3cr3t";
  private static final Alert ALERT =
      new Alert(
          "sales/MISSING/2026-02-03",
          Alert.Action.TRIGGERED,
          Alert.Severity.ERROR,
          "MISSING",
          "sales",
          "test",
          "MISSING sales 2026-02-03",
          List.of(),
          Instant.parse("2026-02-03T06:00:00Z"));

  private final List<String> received = Collections.synchronizedList(new ArrayList<>());
  private final Deque<Integer> answers = new ArrayDeque<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private ExecutorService threads;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    threads = Executors.newCachedThreadPool();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          int status;
          synchronized (answers) {
            status = answers.isEmpty() ? 200 : answers.remove();
          }
          if (status == 0) {
            await(end);
          } else if (status / 100 == 3) {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
          }
          byte[] said = ("what was sent: " + body).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status == 0 ? 200 : status, said.length);
          exchange.getResponseBody().write(said);
          exchange.close();
        });
    server.start();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + SECRET;
  }

  private void deliver(String url) throws UndeliveredException {
    new Delivery(Duration.ofMillis(1500), Duration.ofMillis(1))
        .deliver(new Slack("team", () -> url), ALERT);
  }

  private String refused(String url) {
    return String.valueOf(
        assertThrows(UndeliveredException.class, () -> deliver(url)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202})
  void isDeliveredOnceWhereItIsTaken(int status) throws Exception {
    answers.add(status);
    deliver(url());
    assertThat(received, contains("POST " + SECRET));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503, 408})
  void isTriedAgainWhereThatMayHelp(int status) throws Exception {
    answers.addAll(List.of(status, status));
    deliver(url());
    assertThat(received.size(), is(3));
    answers.addAll(List.of(status, status, status, status));
    assertThat(refused(url()), is("the answer was " + status));
    assertThat(received.size(), is(6));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410})
  void isNotTriedAgainWhereThatCannotHelp(int status) {
    answers.add(status);
    assertThat(refused(url()), is("the answer was " + status));
    assertThat(received.size(), is(1));
  }

  @Test
  void isNotSentToWhereARedirectionLeads() {
    answers.add(307);
    assertThat(refused(url()), is("the answer was 307"));
    assertThat(received, contains("POST " + SECRET));
  }

  @Test
  void doesNotWaitForeverForAnAnswer() {
    answers.addAll(List.of(0, 0, 0));
    assertThat(refused(url()), startsWith("no answer"));
    assertThat(received.size(), is(3));
  }

  @Test
  void tellsNoSecretWhereNobodyListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThat(refused("http://127.0.0.1:" + port + SECRET), is("no answer: ConnectException"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cr3t", "ftp://host/s3cr3t", "http:// s3cr3t", ""})
  void tellsNoSecretWhereTheAddressIsNone(String url) {
    String message = refused(url);
    assertThat(message, startsWith("expected an address"));
    assertThat(message.contains("s3cr3t"), is(false));
    assertThat(received, is(empty()));
  }
}
