package io.snowgauge.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Flink cluster of real processes on free ports, with its files in a folder: the processes of
 * {@code local-cluster.sh}, each ended by its handle.
 */
final class FlinkCluster implements AutoCloseable {
  private static final Path SCRIPT =
      Snowgauge.HOME.resolve("runner-configs/flink/local-cluster.sh");

  /** What a job says that finds its jar on its cluster's class path. */
  static final String JAR_OF_JOBS =
      "--filesToStage=" + Snowgauge.HOME.resolve("pipelines/target/app/snowgauge.jar");

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final int slots;
  private final List<String> jobJar;
  private final Map<String, String> environment;
  private final HttpClient http = HttpClient.newHttpClient();
  private final int restPort = freePort();
  private final int rpcPort = freePort();
  private final Deque<Process> taskManagers = new ArrayDeque<>();
  private Process jobManager;
  private int started;

  private FlinkCluster(Path folder, int slots, List<String> jobJar, Map<String, String> environment)
      throws IOException {
    this.folder = folder;
    this.slots = slots;
    this.jobJar = List.copyOf(jobJar);
    this.environment = new HashMap<>(environment);
    this.jobManager = launch("jobmanager");
  }

  /**
   * Starts a JobManager; TaskManagers are started one by one. Jobs bring their jar.
   *
   * @param slots of each TaskManager
   * @param environment of all processes, where jobs find their secrets
   */
  static FlinkCluster start(Path folder, int slots, Map<String, String> environment)
      throws IOException, InterruptedException {
    return start(folder, slots, List.of(), environment);
  }

  /**
   * As {@link #start}, with the jobs' jar on the cluster's class path; see {@link #JAR_OF_JOBS}.
   */
  static FlinkCluster startWithJobJar(Path folder, int slots, Map<String, String> environment)
      throws IOException, InterruptedException {
    String jar = Snowgauge.HOME.resolve("pipelines/target/app/snowgauge-job.jar").toString();
    return start(folder, slots, List.of("--job-jar", jar), environment);
  }

  private static FlinkCluster start(
      Path folder, int slots, List<String> jobJar, Map<String, String> environment)
      throws IOException, InterruptedException {
    Turn.take();
    Snowgauge.prepareForClusters();
    int exit = new ProcessBuilder(SCRIPT.toString(), "libraries").inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IllegalStateException(SCRIPT + " libraries ended with " + exit);
    }
    FlinkCluster cluster = new FlinkCluster(folder, slots, jobJar, environment);
    cluster.awaitSlots(0);
    return cluster;
  }

  /** A port that was free just now. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The script becomes the process: its handle is the handle of Flink's JVM. */
  private Process launch(String... command) throws IOException {
    List<String> words = new ArrayList<>(List.of(SCRIPT.toString()));
    words.addAll(List.of(command));
    words.addAll(List.of("--state", folder.toString()));
    words.addAll(jobJar);
    for (String setting :
        List.of(
            "rest.port=" + restPort,
            "jobmanager.rpc.port=" + rpcPort,
            "taskmanager.numberOfTaskSlots=" + slots,
            "metrics.reporter.prom.port=0")) {
      words.addAll(List.of("-D", setting));
    }
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve(command[0] + ".log").toFile()));
    builder.environment().putAll(environment);
    // JVMs that live for a minute or two lose more by their second compiler than they gain.
    builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    return builder.start();
  }

  /** What {@code --flinkMaster} takes. */
  String master() {
    return "localhost:" + restPort;
  }

  /** Starts one more TaskManager, and leaves it to itself. */
  void startTaskManager() throws IOException {
    taskManagers.add(launch("taskmanager", "taskmanager-" + ++started));
  }

  /** {@code kill -9} of the TaskManager that was started first. */
  void killTaskManager() throws InterruptedException {
    taskManagers.remove().destroyForcibly().waitFor();
  }

  /** {@code kill -9} of a TaskManager that has tasks of a job. */
  void killTaskManagerOf(String job) throws IOException, InterruptedException {
    String prefix = "taskmanager-";
    for (JsonNode vertex : get("/jobs/" + job).get("vertices")) {
      JsonNode tasks = get("/jobs/" + job + "/vertices/" + vertex.get("id").asText());
      for (JsonNode task : tasks.get("subtasks")) {
        String id = task.path("taskmanager-id").asText();
        if (task.get("status").asText().equals("RUNNING") && id.startsWith(prefix)) {
          long pid = Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
          Process process =
              taskManagers.stream().filter(p -> p.pid() == pid).findFirst().orElseThrow();
          taskManagers.remove(process);
          process.destroyForcibly().waitFor();
          return;
        }
      }
    }
    killTaskManager();
  }

  /** {@code kill -9}; all jobs are lost with it, for there is no high availability. */
  void killJobManager() throws InterruptedException {
    jobManager.destroyForcibly().waitFor();
  }

  /** Starts a JobManager in the place of one that was killed, without its jobs. */
  void startJobManager() throws IOException {
    jobManager = launch("jobmanager");
  }

  /** Waits until so many slots are there. */
  void awaitSlots(int count) throws InterruptedException {
    await(
        count + " slots",
        () -> get("/overview").path("slots-total").asInt(-1) >= Math.max(count, 0));
  }

  /** Waits until something is so, as long as the JobManager lives. */
  void await(String what, Callable<Boolean> condition) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (!holds(condition)) {
      if (jobManager.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the JobManager has ended before " + what + "\n" + logs());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(what + " not within " + LONGEST_WAIT + "\n" + logs());
      }
    }
  }

  /** What cannot be asked yet is not so yet. */
  private static boolean holds(Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (Exception notYet) {
      return false;
    }
  }

  /** The last lines of what the processes said. */
  private String logs() {
    StringBuilder tails = new StringBuilder();
    for (String name : List.of("jobmanager.log", "taskmanager.log")) {
      try {
        List<String> lines = Files.readAllLines(folder.resolve(name));
        lines
            .subList(Math.max(0, lines.size() - 40), lines.size())
            .forEach(line -> tails.append(line).append('\n'));
      } catch (IOException e) {
        tails.append(e).append('\n');
      }
    }
    return tails.toString();
  }

  /** The answer of the REST API. */
  JsonNode get(String path) throws IOException {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  /** The answer of the REST API to a request with a body. */
  JsonNode post(String path, String body) throws IOException {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private URI uri(String path) {
    return URI.create("http://" + master() + path);
  }

  private JsonNode send(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= 400) {
        throw new IOException(request.uri() + ": " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** The id of the job of that name; fails where there is none. */
  String job(String name) throws IOException {
    for (JsonNode job : get("/jobs/overview").get("jobs")) {
      if (job.get("name").asText().equals(name)) {
        return job.get("jid").asText();
      }
    }
    throw new IOException("no job " + name);
  }

  /** The state of a job. */
  String state(String job) throws IOException {
    return get("/jobs/" + job).get("state").asText();
  }

  /** The first step whose name has a text. */
  JsonNode step(String job, String name) throws IOException {
    for (JsonNode vertex : get("/jobs/" + job).get("vertices")) {
      if (vertex.get("name").asText().contains(name)) {
        return vertex;
      }
    }
    throw new IOException("no step " + name);
  }

  /** How often a job was restarted, or parts of it. */
  int failures(String job) throws IOException {
    return get("/jobs/" + job + "/exceptions").get("exceptionHistory").get("entries").size();
  }

  /** The sums of the metrics that a step's tasks have, by the names that match. */
  Map<String, Long> metrics(String job, String step, String part) throws IOException {
    String path = "/jobs/" + job + "/vertices/" + step(job, step).get("id").asText();
    Map<String, Long> sums = new HashMap<>();
    for (JsonNode metric : get(path + "/subtasks/metrics")) {
      String id = metric.get("id").asText();
      if (id.contains(part)) {
        for (JsonNode value : get(path + "/subtasks/metrics?get=" + id)) {
          sums.put(id, value.get("sum").asLong());
        }
      }
    }
    return sums;
  }

  @Override
  public void close() {
    taskManagers.forEach(Process::destroyForcibly);
    jobManager.destroyForcibly();
    taskManagers.forEach(process -> process.onExit().join());
    jobManager.onExit().join();
    Turn.pass();
  }

  /** Tests of several JVMs run at a time, but the clusters of one only: they take 3 GB. */
  private static final class Turn {
    private static final Path FILE = Snowgauge.HOME.resolve("target/flink/tests.lock");

    private static int clusters;
    private static @Nullable FileChannel taken;

    static synchronized void take() throws IOException {
      if (clusters++ == 0) {
        Files.createDirectories(FILE.getParent());
        FileChannel channel =
            FileChannel.open(FILE, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        taken = channel;
      }
    }

    static synchronized void pass() {
      if (--clusters == 0 && taken != null) {
        try {
          taken.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
