package io.snowgauge.io.warehouse.snowflake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the driver and the stand-in, and lets one statement meet a fault. Each connection
 * carries one request, so that a fault hits nothing else.
 */
public final class FaultProxy implements AutoCloseable {
  /** What becomes of the statement. */
  public enum Fault {
    /** The connection is reset before the statement is forwarded. */
    RESET,
    /** The statement is answered by HTTP 503 and not forwarded. */
    UNAVAILABLE,
    /** The statement waits until {@link #release}, then is carried out and answered. */
    DELAYED,
    /** The statement is carried out, but its answer is not sent. */
    ANSWER_DROPPED,
    /** The session is ended before the statement, which is answered by just that. */
    SESSION_LOST_BEFORE,
    /** The statement is carried out, then the session is ended, which is all that is answered. */
    SESSION_LOST_AFTER
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SESSION_GONE =
      """
      {"data": {"errorCode": "390111", "sqlState": "08006"}, "code": "390111", "success": false,\
       "message": "Session no longer exists. New login required."}""";

  private final ServerSocket server;
  private final int target;
  private final CountDownLatch released = new CountDownLatch(1);

  private @Nullable Fault fault;
  private Pattern statement = Pattern.compile("");
  private int countdown;
  private final List<String> met = new ArrayList<>();

  private FaultProxy(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /** A request, as read from its connection. */
  private static final class Request {
    private final String head;
    private final byte[] body;

    private Request(String head, byte[] body) {
      this.head = head;
      this.body = body;
    }

    private String header(String name) {
      return head.lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }

    /** The text of the statement, if it is one. */
    private @Nullable String sql() throws IOException {
      if (!head.startsWith("POST /queries/v1/query-request")) {
        return null;
      }
      InputStream text = new ByteArrayInputStream(body);
      if (header("content-encoding").equalsIgnoreCase("gzip")) {
        text = new GZIPInputStream(text);
      }
      JsonNode sql = JSON.readTree(text).path("sqlText");
      return sql.asText();
    }
  }

  /** Starts one before the stand-in. */
  public static FaultProxy before(StandIn standIn) throws IOException {
    FaultProxy proxy =
        new FaultProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), standIn.port());
    proxy.startThread(proxy::accept);
    return proxy;
  }

  private void startThread(Runnable work) {
    Thread thread = new Thread(work, "fault proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /** The driver's URL. */
  public String url() {
    return StandIn.url(server.getLocalPort());
  }

  /**
   * Arms a fault.
   *
   * @param expression that is found in the statement, whatever its case
   * @param nth of the matching statements from now on, from 1
   */
  public synchronized void arm(Fault next, String expression, int nth) {
    fault = next;
    statement = Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    countdown = nth;
    met.clear();
  }

  /** The statements that met the fault since it was armed, at most one, which disarms it. */
  public synchronized List<String> met() {
    fault = null;
    return List.copyOf(met);
  }

  /** Waits until a statement has met the fault. */
  public synchronized void awaitMet() throws InterruptedException {
    while (met.isEmpty()) {
      wait();
    }
  }

  /** Lets the delayed statement go on. */
  public void release() {
    released.countDown();
  }

  private synchronized @Nullable Fault faultFor(Request request) throws IOException {
    String sql = request.sql();
    Fault armed = fault;
    if (sql == null || armed == null || !statement.matcher(sql).find() || --countdown != 0) {
      return null;
    }
    fault = null;
    met.add(sql);
    notifyAll();
    return armed;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        startThread(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      Request request = read(client.getInputStream());
      answer(client, request, faultFor(request));
    } catch (IOException e) {
      reset(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(Socket client, Request request, @Nullable Fault met)
      throws IOException, InterruptedException {
    OutputStream out = client.getOutputStream();
    if (met == null) {
      out.write(forward(request.head, request.body));
      return;
    }
    switch (met) {
      case RESET -> reset(client);
      case UNAVAILABLE -> out.write(response("503 Service Unavailable", ""));
      case DELAYED -> {
        released.await();
        out.write(forward(request.head, request.body));
      }
      case ANSWER_DROPPED -> {
        forward(request.head, request.body);
        reset(client);
      }
      case SESSION_LOST_BEFORE -> {
        endSession(request);
        out.write(response("200 OK", SESSION_GONE));
      }
      case SESSION_LOST_AFTER -> {
        forward(request.head, request.body);
        endSession(request);
        out.write(response("200 OK", SESSION_GONE));
      }
    }
  }

  private void endSession(Request request) throws IOException {
    forward(
        "POST /session?delete=true HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
            + request.header("authorization")
            + "\r\nContent-Length: 0\r\n",
        new byte[0]);
  }

  private static void reset(Socket client) {
    try {
      client.setSoLinger(true, 0);
      client.close();
    } catch (IOException alreadyClosed) {
      // It is gone, as it should be.
    }
  }

  private static byte[] response(String status, String body) {
    return ("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\n")
        .concat("Content-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body)
        .getBytes(UTF_8);
  }

  private byte[] forward(String head, byte[] body) throws IOException {
    try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target)) {
      upstream.setTcpNoDelay(true);
      OutputStream out = upstream.getOutputStream();
      String once = head.replaceAll("(?im)^connection:.*\\R", "") + "Connection: close\r\n\r\n";
      out.write(once.getBytes(ISO_8859_1));
      out.write(body);
      out.flush();
      return upstream.getInputStream().readAllBytes();
    }
  }

  /** Reads the lines of the head, each with its end, and the body. */
  private static Request read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      head.append((char) next);
    }
    head.setLength(head.length() - 2);
    Request withoutBody = new Request(head.toString(), new byte[0]);
    String length = withoutBody.header("content-length");
    int size = length.isEmpty() ? 0 : Integer.parseInt(length);
    return new Request(head.toString(), in.readNBytes(size));
  }

  @Override
  public void close() throws IOException {
    release();
    server.close();
  }
}
