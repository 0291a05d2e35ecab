package io.snowgauge.pipelines.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A server that keeps what is posted to it. */
public final class Receiver implements AutoCloseable {
  /** What was posted where. */
  public record Posted(String path, String contentType, String authorization, String body) {
    /** The body. */
    public JsonNode json() throws IOException {
      return new ObjectMapper().readTree(body);
    }
  }

  private final HttpServer server;
  private final List<Posted> posted = Collections.synchronizedList(new ArrayList<>());
  private volatile int status = 202;

  /** Starts it. */
  public Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          posted.add(
              new Posted(
                  exchange.getRequestURI().toString(),
                  String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                  String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                  body));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  /** The address of a path. */
  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Answers with a status from now on. */
  public void answer(int with) {
    status = with;
  }

  /** What has been posted since this was last asked. */
  public List<Posted> taken() {
    List<Posted> taken = List.copyOf(posted);
    posted.clear();
    return taken;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
