package io.snowgauge.io.emulators;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that listens on a port that the system chose, and says which. */
final class Emulator implements AutoCloseable {
  private static final int LONGEST_START_SECONDS = 120;

  private final Process process;
  private final int port;

  private Emulator(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one.
   *
   * @param ready finds the port, its first group, in the line that says so
   */
  static Emulator start(Path folder, Pattern ready, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      // Also where the tests are ended from outside.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      CompletableFuture<Integer> port = new CompletableFuture<>();
      Thread reader = new Thread(() -> read(process, ready, port), "emulator-output");
      reader.setDaemon(true);
      reader.start();
      try {
        return new Emulator(process, port.get(LONGEST_START_SECONDS, TimeUnit.SECONDS));
      } catch (ExecutionException | TimeoutException e) {
        process.destroyForcibly();
        throw new IllegalStateException("did not start: " + String.join(" ", command), e);
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads to the end, so that the process never waits for a reader. */
  private static void read(Process process, Pattern ready, CompletableFuture<Integer> port) {
    StringBuilder said = new StringBuilder();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (!port.isDone()) {
          said.append(line).append('\n');
          Matcher found = ready.matcher(line);
          if (found.find()) {
            port.complete(Integer.parseInt(found.group(1)));
          }
        }
      }
    } catch (IOException ended) {
      said.append(ended);
    }
    port.completeExceptionally(new IOException(said.toString()));
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
