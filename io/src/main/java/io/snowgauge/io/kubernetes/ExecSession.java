package io.snowgauge.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One exec in a container, over the channels of {@code v5.channel.k8s.io}: each message starts with
 * a byte that names its channel. What it says on standard output is pulled, so that a slow reader
 * slows the container down and little is held in memory. That the stream ends says nothing about
 * whether it is whole: Kubernetes cuts it and tells of success (kubernetes#124571).
 */
final class ExecSession extends InputStream implements WebSocket.Listener {
  private static final byte STDIN = 0;
  private static final byte STDOUT = 1;
  private static final byte STDERR = 2;
  private static final byte STATUS = 3;

  /** How long nothing may come before it is asked whether the connection is still there. */
  private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);

  private static final int LONGEST_STDERR = 4 << 10;
  private static final long MOST_WAITING = 256 << 10;
  private static final ByteBuffer END = ByteBuffer.allocate(0);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Duration longestSilence;
  private final BlockingQueue<ByteBuffer> waiting = new LinkedBlockingQueue<>();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
  private volatile @Nullable WebSocket socket;
  private volatile @Nullable String status;
  private volatile @Nullable Throwable failure;
  private volatile boolean isPaused;
  private volatile boolean isClosed;
  private volatile boolean isOver;
  private @Nullable ByteBuffer current;
  private boolean isAtEnd;

  ExecSession(Duration longestSilence) {
    this.longestSilence = longestSilence;
  }

  @Override
  public void onOpen(WebSocket opened) {
    socket = opened;
    if (isClosed) {
      close(); // Nobody waits for it any more.
    }
  }

  @Override
  public void onMessage(WebSocket from, ByteBuffer message) {
    if (message.hasRemaining()) {
      switch (message.get()) {
        case STDOUT -> enqueue(message);
        case STDERR -> keepStderr(message);
        case STATUS -> {
          String text = StandardCharsets.UTF_8.decode(message).toString();
          status = text.isEmpty() ? status : text;
        }
        default -> {}
      }
    }
    if (waitingBytes.get() < MOST_WAITING) {
      from.request();
    } else {
      isPaused = true;
      goOn();
    }
  }

  private void enqueue(ByteBuffer message) {
    if (message.hasRemaining() && !isClosed) {
      ByteBuffer copy = ByteBuffer.allocate(message.remaining()).put(message).flip();
      waitingBytes.addAndGet(copy.remaining());
      waiting.add(copy);
    }
  }

  private synchronized void keepStderr(ByteBuffer message) {
    byte[] bytes = new byte[Math.min(message.remaining(), LONGEST_STDERR - stderr.size())];
    message.get(bytes);
    stderr.write(bytes, 0, bytes.length);
  }

  @Override
  public void onClose(WebSocket from, int code, String reason) {
    if (status == null && failure == null) {
      failure = new IOException("the connection was closed: " + code + " " + reason);
    }
    isOver = true;
    waiting.add(END);
  }

  @Override
  public void onError(WebSocket from, Throwable e) {
    if (failure == null) {
      failure = e;
    }
    isOver = true;
    waiting.add(END);
  }

  /**
   * Sends to standard input, which stays open. It is one message, of which API servers take 32 MiB:
   * the JDK's client refuses a second one while the first is on its way.
   */
  void send(byte[] bytes) throws IOException {
    WebSocket open = socket;
    if (open == null) {
      throw new IOException("not connected");
    }
    ByteBuffer message = ByteBuffer.allocate(bytes.length + 1).put(STDIN).put(bytes).flip();
    if (!open.send(message)) {
      throw new IOException("the connection broke while the script was sent");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer chunk = current;
    if (chunk == null || !chunk.hasRemaining()) {
      chunk = next();
      if (chunk == null) {
        return -1;
      }
      current = chunk;
    }
    int count = Math.min(length, chunk.remaining());
    chunk.get(bytes, offset, count);
    return count;
  }

  private @Nullable ByteBuffer next() throws IOException {
    if (isAtEnd) {
      return null;
    }
    ByteBuffer chunk;
    try {
      chunk = await();
    } catch (InterruptedException e) {
      // The thread goes on: what was begun has to be cleaned up.
      isAtEnd = true;
      throw new InterruptedIOException("interrupted; extract again to go on");
    }
    if (chunk == null) {
      isAtEnd = true;
      throw new IOException(
          "nothing came from the container for "
              + longestSilence.toSeconds()
              + " s; if it still counts a large file, raise extract.NAME.timeout");
    }
    if (!chunk.hasRemaining()) {
      isAtEnd = true;
      return null;
    }
    waitingBytes.addAndGet(-chunk.remaining());
    goOn();
    return chunk;
  }

  /** What comes next, or null if that takes too long. */
  private @Nullable ByteBuffer await() throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      Duration left = longestSilence.minusNanos(System.nanoTime() - start);
      Duration wait = left.compareTo(PROBE_INTERVAL) < 0 ? left : PROBE_INTERVAL;
      ByteBuffer chunk = waiting.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
      if (chunk != null || wait.equals(left)) {
        return chunk;
      }
      probe();
    }
  }

  /**
   * Finds the end of a connection that nobody told of: the JDK's client forgets one that it reads
   * while the listener has not asked for more, and the listener always asks a moment later. So
   * nothing is sent to standard input, which fails, at the third time at the latest, if the other
   * side is gone. It also keeps those in between from taking a long count for an idle connection.
   */
  private void probe() {
    WebSocket open = socket;
    if (open == null || isOver || open.queueSize() > 0) {
      return;
    }
    if (!open.send(ByteBuffer.wrap(new byte[] {STDIN}))) {
      onError(open, new IOException("it was closed without a word"));
    }
  }

  /** Asks for more where nothing was asked for because too much was waiting. */
  private synchronized void goOn() {
    WebSocket open = socket;
    if (isPaused && open != null && waitingBytes.get() < MOST_WAITING) {
      isPaused = false;
      open.request();
    }
  }

  /** Reads what is left of standard output, to learn how the command ended. */
  void drain() throws IOException {
    byte[] rest = new byte[8 << 10];
    while (read(rest, 0, rest.length) >= 0) {
      // Nobody needs it.
    }
  }

  /** Why there is no status, or null if there is one, or none yet. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** What the command said on standard error, its start. */
  synchronized String stderr() {
    return stderr.toString(StandardCharsets.UTF_8).strip();
  }

  /** Whether the API server told of an end with exit code 0. */
  boolean isSuccess() {
    String told = status;
    return told != null && parsed(told).path("status").asText().equals("Success");
  }

  /** What the API server told of another end, or null. */
  @Nullable String message() {
    String told = status;
    return told == null ? null : parsed(told).path("message").asText();
  }

  private static JsonNode parsed(String status) {
    try {
      return JSON.readTree(status);
    } catch (IOException e) {
      return JSON.createObjectNode().put("message", status);
    }
  }

  @Override
  public void close() {
    isClosed = true;
    WebSocket open = socket;
    if (open != null && !isOver) {
      open.sendClose(1000, "done");
      waiting.clear();
      waiting.add(END);
      // What still comes has to be taken for the connection to end.
      waitingBytes.set(Long.MIN_VALUE / 2);
      goOn();
    }
  }
}
