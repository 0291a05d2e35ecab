package io.snowgauge.io.kubernetes;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

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
    MeasurementReader reader = MeasurementReader.of(answer);
    return new Listing(reader.canUpload(), reader.all());
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
          MeasurementReader reader = MeasurementReader.of(answer);
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
          return reader.last();
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
          MeasurementReader reader = MeasurementReader.of(answer);
          answer.require("U");
          String said = answer.field();
          int exitCode = (int) answer.number();
          return new Upload(exitCode, said, reader.last());
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
        throw ExecFailure.of(session, container, e);
      }
    }
  }

  /** What an early end means; a cut stream is told of as a success. */
  private PodException cut(ExecSession session) throws IOException {
    return ExecFailure.of(session, container, new IOException("the stream was cut short"));
  }
}
