package io.snowgauge.io.kubernetes;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of one container, by a script that is run there. Safe for use by several threads.
 *
 * @param cluster of the pod
 * @param container that holds the files
 * @param rule by which their records are counted
 * @param longestSilence after which a connection is taken for dead
 */
public record PodFiles(
    Cluster cluster, PodContainer container, CountingRule rule, Duration longestSilence) {
  private static final SecureRandom CHANCE = new SecureRandom();
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int CHUNK = 64 << 10;

  /**
   * What patterns stand for in the container.
   *
   * @param canUpload whether the container has curl
   * @param found one each, and one for a pattern that matches nothing
   */
  public record Listing(boolean canUpload, List<Measurement> found) {
    /** Keeps a copy of the list. */
    public Listing {
      found = List.copyOf(found);
    }
  }

  /**
   * What became of an upload by curl.
   *
   * @param exitCode of curl
   * @param said what it said
   * @param after the file when it was over
   */
  public record Upload(int exitCode, String said, Measurement after) {}

  /** Takes the answer of one exec. */
  private interface Reader<T> {
    T read(ExecSession session, Answer answer) throws IOException, PodException;
  }

  /**
   * Measures all files that the patterns stand for; large ones are only found.
   *
   * @throws PodException if the container could not say
   */
  public Listing measure(List<String> patterns) throws PodException {
    return run(
        PodScript.measureAll(newTag(), rule, patterns), (session, answer) -> listing(answer));
  }

  /** Measures one file again; nothing in its path is a pattern. */
  public Measurement measureAgain(Measurement file) throws PodException {
    return run(
        PodScript.measureOne(newTag(), rule, file.path()),
        (session, answer) -> listing(answer).found().get(0));
  }

  private static Listing listing(Answer answer) throws IOException {
    Tools tools = tools(answer);
    List<Measurement> found = new ArrayList<>();
    for (String letter = answer.record(); !letter.equals("E"); letter = answer.record()) {
      if (letter.equals("F") || letter.equals("L")) {
        found.add(measurement(answer, tools, letter.equals("F")));
      }
    }
    return new Listing(tools.canUpload(), found);
  }

  /**
   * Copies a file from a position on. What arrived before this threw did arrive, in its order.
   *
   * @param file as measured before
   * @param from how many of its bytes have been copied already
   * @return the file as measured afterwards
   * @throws PodException if the stream ended early, or the file is not as it was measured
   */
  public Measurement copy(Measurement file, long from, OutputStream to) throws PodException {
    return run(
        PodScript.send(newTag(), rule, file.path(), from + 1),
        (session, answer) -> {
          Tools tools = tools(answer);
          answer.require("S");
          if (answer.number() != file.bytes()) {
            throw changed();
          }
          byte[] chunk = new byte[CHUNK];
          long left = file.bytes() - from;
          while (left > 0) {
            int read = session.read(chunk, 0, (int) Math.min(chunk.length, left));
            if (read < 0) {
              throw cut(session);
            }
            write(to, chunk, read);
            left -= read;
          }
          answer.require("F");
          Measurement after = measurement(answer, tools, true);
          answer.require("E");
          return after;
        });
  }

  /** A failure of the other side is no failure of the pod. */
  private static void write(OutputStream to, byte[] chunk, int length) {
    try {
      to.write(chunk, 0, length);
    } catch (IOException e) {
      throw new SinkException(e);
    }
  }

  /** Why what came out of a pod could not be written. */
  public static final class SinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private SinkException(IOException cause) {
      super(cause);
    }

    /** The failure. */
    public IOException failure() {
      return (IOException) Objects.requireNonNull(getCause());
    }
  }

  /** Has curl in the container upload a file, by a configuration that nobody else gets to see. */
  public Upload upload(Measurement file, String curlConfiguration) throws PodException {
    return run(
        PodScript.upload(newTag(), rule, file.path(), curlConfiguration),
        (session, answer) -> {
          Tools tools = tools(answer);
          answer.require("U");
          String said = answer.field();
          int exitCode = (int) answer.number();
          answer.require("F");
          Measurement after = measurement(answer, tools, true);
          answer.require("E");
          return new Upload(exitCode, said, after);
        });
  }

  /** Whether a file is the same as it was. */
  public static boolean isUnchanged(Measurement before, Measurement after) {
    return before.isSameContent(after);
  }

  /** A file that was written to while it was copied. */
  public static PodException changed() {
    return PodException.ofChange(
        "the file was written to while it was copied; extract when its writer is quiet, or have it"
            + " write to another name and rename the file");
  }

  private static String newTag() {
    byte[] chance = new byte[8];
    CHANCE.nextBytes(chance);
    return HexFormat.of().formatHex(chance);
  }

  private <T> T run(PodScript script, Reader<T> reader) throws PodException {
    try (ExecSession session = cluster.exec(container, script.command(), longestSilence)) {
      try {
        session.send(script.bytes());
        T result = reader.read(session, new Answer(session, script.tag()));
        session.drain();
        return result;
      } catch (Answer.NotUtf8Exception e) {
        throw PodException.lasting(
            "expected names of files in UTF-8 but found '" + e.getMessage() + "'; rename the file");
      } catch (InterruptedIOException e) {
        throw PodException.lasting(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        throw explained(session, e);
      }
    }
  }

  /** What an early end means; a cut stream is told of as a success. */
  private PodException cut(ExecSession session) throws IOException {
    return explained(session, new IOException("the stream was cut short"));
  }

  private PodException explained(ExecSession session, IOException e) {
    try {
      session.drain();
    } catch (IOException silent) {
      e.addSuppressed(silent);
    }
    String message = session.message();
    Throwable broken = session.failure();
    if (message != null && isWithoutShell(message)) {
      return PodException.lasting(
          "expected a shell but the container has none; extract needs sh, head, tail, wc and cat:"
              + " mount the files' volume in a container that has them, for example busybox");
    }
    if (session.stderr().contains("not found") && !session.isSuccess()) {
      return PodException.lasting(
          "expected sh, head, tail, wc and cat in the container but found: " + session.stderr());
    }
    if (broken != null) {
      String why = broken.getMessage();
      return PodException.passing(
          "the connection broke: "
              + (why == null ? "it was closed without a word" : why)
              + "; check the network to the API server and the idle limits of proxies on the way,"
              + " and extract again",
          broken);
    }
    if (message != null && !session.isSuccess()) {
      return PodException.passing(
          "the script ended early: "
              + message
              + (session.stderr().isEmpty() ? "" : ", " + session.stderr())
              + "; see 'kubectl describe pod "
              + container.pod()
              + " -n "
              + container.namespace()
              + "' for restarts and limits, and extract again",
          e);
    }
    return PodException.passing(String.valueOf(e.getMessage()), e);
  }

  /** What runtimes say of sh; of a container that is just ending they miss other files. */
  private static boolean isWithoutShell(String message) {
    return message.contains("\"sh\"")
        && (message.contains("executable file not found") || message.contains("no such file"));
  }

  /** What the container has, by the names of its programs, or 'none'. */
  private record Tools(String digest, String upload) {
    boolean canUpload() {
      return upload.equals("curl");
    }
  }

  private static Tools tools(Answer answer) throws IOException {
    answer.require("T");
    return new Tools(answer.field(), answer.field());
  }

  private static Measurement measurement(Answer answer, Tools tools, boolean isRead)
      throws IOException {
    String path;
    Measurement.Kind named = null;
    try {
      path = answer.field();
    } catch (Answer.NotUtf8Exception e) {
      path = String.valueOf(e.getMessage());
      named = Measurement.Kind.NOT_UTF8;
    }
    Measurement.Kind found = kind(answer.field());
    Measurement.Kind kind = named == null ? found : named;
    long bytes = answer.number();
    String sha256 = answer.field();
    String modified = answer.field();
    String records = answer.field();
    boolean isHashed = SHA256.matcher(sha256).matches();
    boolean isContent = kind == Measurement.Kind.FILE || kind == Measurement.Kind.LINK;
    boolean isUnhashed = isRead && !isHashed && isContent && !tools.digest().equals("none");
    boolean isCounted = records.matches("[0-9]{1,18}");
    return new Measurement(
        path,
        kind,
        bytes,
        isHashed ? sha256 : null,
        isUnhashed ? unhashed(tools.digest(), path) : null,
        modifiedAt(modified),
        isCounted ? Long.valueOf(records) : null,
        isCounted || records.isEmpty() ? null : records.replaceFirst("^unknown: ", ""),
        isRead);
  }

  private static String unhashed(String tool, String path) {
    return "expected a checksum but "
        + tool
        + " in the container gave none of "
        + path
        + "; run '"
        + tool
        + "' on the file there to see why";
  }

  private static Measurement.Kind kind(String name) throws IOException {
    for (Measurement.Kind kind : Measurement.Kind.values()) {
      if (kind.name().equalsIgnoreCase(name)) {
        return kind;
      }
    }
    throw new IOException("expected what a path is but found '" + name + "'");
  }

  private static @Nullable Instant modifiedAt(String seconds) {
    return seconds.matches("[0-9]{1,12}") ? Instant.ofEpochSecond(Long.parseLong(seconds)) : null;
  }
}
