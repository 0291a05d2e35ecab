package io.snowgauge.pipelines.monitoring;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers probes over HTTP: {@code /live} and {@code /ready} with 200, or with 503 and the reason,
 * as text; and Prometheus, {@code /metrics} with what was counted. It needs no login. Its threads
 * do not keep the process.
 */
public final class HealthServer implements AutoCloseable {
  /** A probe asks one thing at a time, but one that hangs must not hide the next. */
  private static final int THREADS = 4;

  private static final String SECONDS_OF_A_REQUEST = "sun.net.httpserver.maxReqTime";

  private static final String METRICS = "/metrics";
  private static final String TEXT = "text/plain; charset=utf-8";

  private static final String NO_SUCH_PATH = "expected /live, /ready or /metrics\n";

  private final HttpServer server;
  private final ExecutorService threads;

  private HealthServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts on all addresses of this machine.
   *
   * @param port or 0 for one that is free
   * @param stalled how long nothing may move in a stream that is alive
   * @throws IOException if the port cannot be had
   */
  public static HealthServer start(int port, Health health, Duration stalled) throws IOException {
    if (System.getProperty(SECONDS_OF_A_REQUEST) == null) {
      System.setProperty(SECONDS_OF_A_REQUEST, "10");
    }
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "health");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, 404, TEXT, NO_SUCH_PATH));
    answer(server, "/live", "alive", () -> health.whyNotAlive(stalled));
    answer(server, "/ready", "ready", health::whyNotReady);
    server.createContext(METRICS, HealthServer::answerMetrics);
    server.start();
    return new HealthServer(server, threads);
  }

  private static void answer(
      HttpServer server, String path, String good, Supplier<Optional<String>> whyNot) {
    server.createContext(
        path,
        exchange -> {
          if (!exchange.getRequestURI().getPath().equals(path)) {
            answer(exchange, 404, TEXT, NO_SUCH_PATH);
            return;
          }
          Optional<String> reason = whyNot.get();
          answer(exchange, reason.isEmpty() ? 200 : 503, TEXT, reason.orElse(good) + "\n");
        });
  }

  private static void answerMetrics(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().equals(METRICS)) {
      String text = StreamMetrics.ofThisProcess().text();
      answer(exchange, 200, StreamMetrics.CONTENT_TYPE, text);
    } else {
      answer(exchange, 404, TEXT, NO_SUCH_PATH);
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    try (exchange) {
      byte[] bytes = text.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      if (exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
      } else {
        exchange.getResponseHeaders().set("Allow", "GET");
        exchange.sendResponseHeaders(405, -1);
      }
    }
  }

  /** The port on which it answers. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
