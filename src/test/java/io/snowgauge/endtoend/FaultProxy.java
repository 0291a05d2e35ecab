package io.snowgauge.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** Stands between a client and an emulator, and answers in its place where it is told to. */
final class FaultProxy implements AutoCloseable {
  /** What each connection has of its own, and what the client of this JVM sets by itself. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private final URI target;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile int status;
  private volatile Predicate<String> isRefused = path -> false;

  /** Passes everything on. */
  FaultProxy(String target) throws IOException {
    this.target = URI.create(target);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers what asks for such paths with a status from now on, and without a body. */
  void refuse(int with, Predicate<String> paths) {
    status = with;
    isRefused = paths;
  }

  /** Passes everything on again. */
  void mend() {
    isRefused = path -> false;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (isRefused.test(exchange.getRequestURI().getPath())) {
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(target.resolve(exchange.getRequestURI().toString()))
              .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
      exchange
          .getRequestHeaders()
          .forEach(
              (name, values) -> {
                if (isPassedOn(name)) {
                  values.forEach(value -> request.header(name, value));
                }
              });
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      boolean isHead = exchange.getRequestMethod().equals("HEAD");
      answer
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (isPassedOn(name) || (isHead && name.equalsIgnoreCase("content-length"))) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      byte[] answered = answer.body();
      exchange.sendResponseHeaders(
          answer.statusCode(), isHead || answered.length == 0 ? -1 : answered.length);
      if (!isHead && answered.length > 0) {
        exchange.getResponseBody().write(answered);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isPassedOn(String header) {
    return !OF_THE_CONNECTION.contains(header.toLowerCase(Locale.ROOT));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
