package io.snowgauge.io.warehouse.snowflake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process that answers Snowflake's driver: {@code src/test/snowflake/stand_in.py}, in a Python
 * environment of its own that is made in the build folder when it is first needed. It ends with
 * whoever started it.
 */
public final class StandIn implements AutoCloseable {
  /** The Python versions that the locked packages are for. */
  private static final List<String> PYTHONS = List.of("python3.11", "python3.12", "python3");

  private final Process process;
  private final Path log;
  private final int port;

  private StandIn(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** A Python that can make environments, or null. */
  static @Nullable String python() {
    return PYTHONS.stream().filter(StandIn::isSuitable).findFirst().orElse(null);
  }

  private static boolean isSuitable(String python) {
    String test = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";
    try {
      return run(List.of(python, "-c", test)) == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  /**
   * Starts one.
   *
   * @param python that runs it
   * @param buckets locations of object stores and the local folders, ending in '/', that stand for
   *     them
   */
  public static StandIn start(String python, Map<String, Path> buckets) throws IOException {
    Path folder = root().resolve("io/target/snowflake");
    Files.createDirectories(folder);
    Path interpreter = environment(python, folder);
    Path log = Files.createTempFile(folder, "statements-", ".jsonl");
    ProcessBuilder builder =
        new ProcessBuilder(
            interpreter.toString(),
            root().resolve("src/test/snowflake/stand_in.py").toString(),
            "--log",
            log.toString());
    builder.environment().put("STAND_IN_BUCKETS", json(buckets));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("errors.txt").toFile()));
    Process process = builder.start();
    try {
      BufferedReader out =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      String port = out.readLine();
      if (port == null) {
        throw new IOException("the stand-in did not start: " + folder.resolve("errors.txt"));
      }
      return new StandIn(process, log, Integer.parseInt(port));
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** The driver's URL. */
  public String url() {
    return url(port);
  }

  /** The driver's URL of a stand-in, or what passes for it, at a port. */
  static String url(int port) {
    return "jdbc:snowflake://localhost:" + port + "/?ssl=off&account=standin";
  }

  int port() {
    return port;
  }

  /** The events that it has logged so far, each a line of JSON. */
  public List<String> log() throws IOException {
    return Files.readAllLines(log);
  }

  /** Makes it carry out such a statement and lose the session before it answers. */
  public void loseSessionAfter(String statement, int times) throws IOException {
    post("faults", "{\"statement\": \"%s\", \"times\": %d}".formatted(statement, times));
  }

  /** Makes it take a table for older than a day. */
  public void age(String table) throws IOException {
    post("old", "{\"table\": \"%s\"}".formatted(table));
  }

  /**
   * Makes it list these grants of a role, and no others.
   *
   * @param grants as Snowflake prints them: privilege, kind and name
   */
  public void grant(String role, List<List<String>> grants) throws IOException {
    ObjectNode given = new ObjectMapper().createObjectNode().put("role", role);
    given.set("grants", new ObjectMapper().valueToTree(grants));
    post("grants", given.toString());
  }

  /**
   * Rolls back what a publisher of a run has left open, and ends its sessions. Snowflake does so by
   * itself some minutes after the transaction of a client that is gone begins to block another.
   *
   * @param run its id, or with '*' at the end what the ids of several start with
   */
  public void endDetached(String run) throws IOException {
    post("detached", "{\"run\": \"%s\"}".formatted(run));
  }

  private void post(String path, String body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/" + path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }

  /** Makes the environment of the lock file, once for all processes that test. */
  private static Path environment(String python, Path folder) throws IOException {
    Path lock = root().resolve("src/test/snowflake/requirements-lock.txt");
    String version = Integer.toHexString(Files.readString(lock).hashCode());
    Path environment = folder.resolve("venv-" + version);
    Path complete = environment.resolve("complete");
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("venv.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (held.isValid() && !Files.exists(complete)) {
        require(List.of(python, "-m", "venv", environment.toString()));
        require(
            List.of(
                environment.resolve("bin/python").toString(),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--requirement",
                lock.toString()));
        Files.createFile(complete);
      }
    }
    return environment.resolve("bin/python");
  }

  private static void require(List<String> command) throws IOException {
    int exit = run(command);
    if (exit != 0) {
      throw new IOException("exit " + exit + " of " + String.join(" ", command));
    }
  }

  private static int run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return -1;
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IOException(e);
    }
  }

  /** The folder of the sources, from whichever module's folder the tests run in. */
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("src/test/snowflake"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("src/test/snowflake is not above the working folder");
    }
    return folder;
  }

  private static String json(Map<String, Path> buckets) {
    List<String> entries = new ArrayList<>();
    buckets.forEach((url, path) -> entries.add("\"%s\": \"%s/\"".formatted(url, path)));
    return "{" + String.join(", ", entries) + "}";
  }
}
