package io.snowgauge.io.emulators;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;

/** Stands between a client and an emulator, and answers in its place where it is told to. */
public final class FaultProxy implements AutoCloseable {
  /** What becomes of a request. */
  public sealed interface Fault {
    /** It is passed on, and its answer, too. */
    record None() implements Fault {}

    /** It is answered with a status and without a body, and not passed on. */
    record Status(int code) implements Fault {}

    /** It is answered with a status, headers and a body, and not passed on. */
    record Answer(int code, Map<String, String> headers, String body) implements Fault {}

    /** It is passed on; of what is answered, half comes, and then the connection ends. */
    record Cut() implements Fault {}

    /** It is passed on after a while. */
    record Delay(Duration time) implements Fault {}
  }

  /** What each connection has of its own, and what the client of this JVM sets by itself. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private final URI target;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private volatile Function<String, Fault> faults = path -> new Fault.None();

  /** Passes everything on. */
  public FaultProxy(String target) throws IOException {
    this.target = URI.create(target);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Its URL, without a path. */
  public String endpoint() {
    return "http://127.0.0.1:" + port();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Answers what asks for such paths with a status from now on, and without a body. */
  public void refuse(int with, Predicate<String> paths) {
    meet(path -> paths.test(path) ? new Fault.Status(with) : new Fault.None());
  }

  /** Lets requests meet faults by their paths from now on. */
  public void meet(Function<String, Fault> next) {
    faults = next;
  }

  /** Passes everything on again. */
  public void mend() {
    meet(path -> new Fault.None());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Fault fault = faults.apply(exchange.getRequestURI().getPath());
      if (fault instanceof Fault.Status refused) {
        exchange.sendResponseHeaders(refused.code(), -1);
        return;
      }
      if (fault instanceof Fault.Answer given) {
        byte[] answered = given.body().getBytes(StandardCharsets.UTF_8);
        given.headers().forEach(exchange.getResponseHeaders()::set);
        boolean isEmpty = answered.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(given.code(), isEmpty ? -1 : answered.length);
        if (!isEmpty) {
          exchange.getResponseBody().write(answered);
        }
        return;
      }
      if (fault instanceof Fault.Delay late) {
        Thread.sleep(late.time().toMillis());
      }
      answer(exchange, forward(exchange, body), fault instanceof Fault.Cut);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
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
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /** An exchange that is closed before its body is complete ends its connection. */
  private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer, boolean isCut)
      throws IOException {
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
    boolean isEmpty = isHead || answered.length == 0;
    exchange.sendResponseHeaders(answer.statusCode(), isEmpty ? -1 : answered.length);
    if (!isEmpty) {
      exchange.getResponseBody().write(answered, 0, isCut ? answered.length / 2 : answered.length);
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
