package io.snowgauge.io.warehouse.snowflake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.io.emulators.Installation;
import io.snowgauge.io.emulators.Sources;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A process that answers Snowflake's driver: {@code src/test/snowflake/stand_in.py}, in a Python
 * environment of its own that is made in the build folder when it is first needed. It ends with
 * whoever started it.
 */
public final class StandIn implements AutoCloseable {
  private final Process process;
  private final Path log;
  private final int port;

  private StandIn(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /**
   * Starts one; ends the test as skipped without Python.
   *
   * @param buckets locations of object stores and the local folders, ending in '/', that stand for
   *     them
   */
  public static StandIn start(Map<String, Path> buckets) throws IOException {
    Path sources = Sources.root().resolve("src/test/snowflake");
    Path environment =
        Installation.pythonEnvironment(
            sources.resolve("requirements-lock.txt"), "tests against the Snowflake stand-in");
    Path folder = Sources.root().resolve("io/target/snowflake");
    Files.createDirectories(folder);
    Path log = Files.createTempFile(folder, "statements-", ".jsonl");
    ProcessBuilder builder =
        new ProcessBuilder(
            environment.resolve("bin/python").toString(),
            sources.resolve("stand_in.py").toString(),
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

  /**
   * Makes it refuse the next statements that match, without doing them.
   *
   * @param statement a regular expression
   * @param code of Snowflake or of its driver
   */
  public void refuse(String statement, int times, int code, String sqlState) throws IOException {
    ObjectNode error =
        new ObjectMapper()
            .createObjectNode()
            .put("statement", statement)
            .put("times", times)
            .put("code", "%06d".formatted(code))
            .put("state", sqlState);
    post("errors", error.toString());
  }

  /**
   * Makes open sessions see what others commit to a database's ledger and audit one statement late.
   */
  public void readLate(String database) throws IOException {
    see(database, "late");
  }

  /**
   * Makes open sessions see nothing of what others commit to a database's ledger and audit, until
   * they commit something themselves.
   */
  public void readNeverAnew(String database) throws IOException {
    see(database, "never");
  }

  /** Makes all sessions see at once what was committed. */
  public void readAtOnce(String database) throws IOException {
    see(database, "at once");
  }

  private void see(String database, String when) throws IOException {
    post("stale", "{\"database\": \"%s\", \"sees\": \"%s\"}".formatted(database, when));
  }

  /**
   * Makes what was uploaded to the stage of a database older, in the folder of heartbeats or below.
   *
   * @param path below that folder; empty for all of it
   */
  public void ageHeartbeats(String database, String path, Duration by) throws IOException {
    post(
        "stage-times",
        "{\"stage\": \"%s.SNOWGAUGE.SNOWGAUGE_PARTS\", \"path\": \".heartbeats/%s\", \"seconds\": %d}"
            .formatted(database, path, by.toSeconds()));
  }

  /** Sets the clock that dates what is in a database's stages, ahead or, if negative, back. */
  public void setStageClock(String database, Duration ahead) throws IOException {
    post(
        "stage-clock",
        "{\"database\": \"%s\", \"seconds\": %d}".formatted(database, ahead.toSeconds()));
  }

  /** Makes it take a table for older than a day. */
  public void age(String table) throws IOException {
    post("old", "{\"table\": \"%s\"}".formatted(table));
  }

  /**
   * Moves the internal stages of a database to S3.
   *
   * @param endpoint where S3 is
   * @param keyBits of the keys by which the driver encrypts: 128 or 256
   */
  public void storeStagesInS3(String database, String endpoint, String bucket, int keyBits)
      throws IOException {
    ObjectNode given =
        new ObjectMapper()
            .createObjectNode()
            .put("database", database)
            .put("endpoint", endpoint)
            .put("bucket", bucket)
            .put("keyBits", keyBits);
    post("stages", given.toString());
  }

  /**
   * Makes it list these grants of a role, and no others.
   *
   * @param grants as Snowflake prints them: privilege, kind and name
   */
  public void grant(String role, List<List<String>> grants) throws IOException {
    grant(role, grants, false);
  }

  /** The same, with ten thousand others if there are {@code many}. */
  public void grant(String role, List<List<String>> grants, boolean many) throws IOException {
    ObjectNode given = new ObjectMapper().createObjectNode().put("role", role).put("many", many);
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
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static String json(Map<String, Path> buckets) {
    List<String> entries = new ArrayList<>();
    buckets.forEach((url, path) -> entries.add("\"%s\": \"%s/\"".formatted(url, path)));
    return "{" + String.join(", ", entries) + "}";
  }
}
