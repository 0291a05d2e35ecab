package io.snowgauge.io.emulators;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * As much of Kubernetes' API server and kubelet as extraction sees: pods that can be listed and
 * got, and exec by WebSocket with the channels of {@code v5.channel.k8s.io}. What is executed
 * really is, by a shell of this machine in the pod's folder with the pod's own PATH. It can fail as
 * the real ones do.
 */
public final class KubernetesApi implements AutoCloseable {
  private static final String WEBSOCKET_MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int FRAME = 8 << 10;

  /**
   * A pod.
   *
   * @param name its name
   * @param labels that selectors match
   * @param containers their names
   * @param folder where its commands run
   * @param path its PATH
   * @param state of its containers, as JSON
   */
  public record FakePod(
      String name,
      Map<String, String> labels,
      List<String> containers,
      Path folder,
      String path,
      String state) {}

  /** What happens to the standard output of an exec on its way. */
  public interface Fault {
    /**
     * Looks at what is to be sent.
     *
     * @param exec the how-manieth exec it is, from 1
     * @param position of the bytes in its output
     * @return what is sent; fewer bytes than there were cut the stream here, and null breaks the
     *     connection
     */
    byte[] pass(int exec, long position, byte[] bytes);
  }

  private final ServerSocket server;
  private final Map<String, FakePod> pods = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger execs = new AtomicInteger();
  private volatile Fault fault = (exec, position, bytes) -> bytes;
  private volatile Runnable beforeExec = () -> {};
  private volatile boolean isExecForbidden;
  private volatile boolean isListForbidden;
  private final AtomicInteger overloadedLists = new AtomicInteger();
  private final AtomicInteger atATime = new AtomicInteger();
  private final AtomicInteger mostAtATime = new AtomicInteger();

  private KubernetesApi(ServerSocket server) {
    this.server = server;
  }

  /** Starts one. */
  public static KubernetesApi start() throws IOException {
    KubernetesApi api =
        new KubernetesApi(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread thread = new Thread(api::accept, "kubernetes-api");
    thread.setDaemon(true);
    thread.start();
    return api;
  }

  /**
   * Puts a program on the PATH of pods.
   *
   * @param folder that is on it
   * @param name of the program
   * @param command the shell's words that it stands for
   */
  public static void addTool(Path folder, String name, String command) throws IOException {
    Files.createDirectories(folder);
    Path script = folder.resolve(name);
    Files.writeString(script, "#!/bin/sh\nexec " + command + " \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Writes a kubeconfig for it. */
  public Path kubeconfig(Path file) throws IOException {
    return Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: test
        contexts: [{name: test, context: {cluster: test, user: test}}]
        clusters: [{name: test, cluster: {server: "%s"}}]
        users: [{name: test, user: {token: secret-token}}]
        """
            .formatted(url()));
  }

  /** Where it listens. */
  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** Adds a pod, or replaces the one of its name. */
  public void add(FakePod pod) {
    pods.put(pod.name(), pod);
  }

  /** A running pod with one container, main. */
  public void addRunning(String name, Path folder, String path) {
    add(new FakePod(name, Map.of("app", "lsf"), List.of("main"), folder, path, "{\"running\":{}}"));
  }

  /** Removes a pod. */
  public void remove(String name) {
    pods.remove(name);
  }

  /** Has outputs go through that from now on. */
  public void setFault(Fault through) {
    fault = through;
  }

  /** Has that done before each exec. */
  public void setBeforeExec(Runnable before) {
    beforeExec = before;
  }

  /** Has exec refused. */
  public void forbidExec() {
    isExecForbidden = true;
  }

  /** Has lists of pods refused. */
  public void forbidList() {
    isListForbidden = true;
  }

  /** Has that many of the next lists of pods refused, as a server does that has too much to do. */
  public void overload(int lists) {
    overloadedLists.set(lists);
  }

  /** The requests until now: method and target. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** How many execs there were at a time, at most. */
  public int mostAtATime() {
    return mostAtATime.get();
  }

  /** The processes that still run in pods, whoever started them: those whose folder is a pod's. */
  public List<ProcessHandle> running() {
    Set<Path> folders = pods.values().stream().map(FakePod::folder).collect(Collectors.toSet());
    return ProcessHandle.allProcesses()
        .filter(process -> folder(process).filter(folders::contains).isPresent())
        .toList();
  }

  private static Optional<Path> folder(ProcessHandle process) {
    try {
      return Optional.of(Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd")));
    } catch (IOException endedOrOfAnother) {
      return Optional.empty();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread thread = new Thread(() -> serve(socket), "kubernetes-api-connection");
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException closed) {
      // By close().
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      String request = line(in);
      while (request != null && !request.isEmpty()) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
          int colon = header.indexOf(':');
          headers.put(
              header.substring(0, colon).toLowerCase(Locale.ROOT),
              header.substring(colon + 1).strip());
        }
        String target = request.split(" ", -1)[1];
        requests.add(request.replaceFirst(" HTTP.*", ""));
        if (headers.getOrDefault("upgrade", "").equalsIgnoreCase("websocket")) {
          exec(target, headers, in, out);
          return;
        }
        answer(out, target);
        request = line(in);
      }
    } catch (IOException broken) {
      // The client is gone, or a fault broke the connection.
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = in.read();
    if (b < 0) {
      return null;
    }
    for (; b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(ISO_8859_1);
  }

  private void answer(OutputStream out, String target) throws IOException {
    String path = target.replaceFirst("[?].*", "");
    String[] names = path.split("/", -1);
    if (isListForbidden && names.length == 6) {
      respond(out, 403, status(403, "Forbidden", "pods is forbidden"));
    } else if (names.length == 6 && overloadedLists.getAndDecrement() > 0) {
      respond(out, 503, status(503, "ServiceUnavailable", "the server has too much to do"));
    } else if (names.length == 6) {
      respond(out, 200, list(query(target).getOrDefault("labelSelector", List.of(""))));
    } else {
      FakePod pod = pods.get(names[6]);
      if (pod == null) {
        respond(out, 404, status(404, "NotFound", "pods \"" + names[6] + "\" not found"));
      } else {
        respond(out, 200, json(pod));
      }
    }
  }

  private String list(List<String> selector) {
    List<String> items = new ArrayList<>();
    String[] wanted = selector.get(0).split("=", 2);
    for (FakePod pod : pods.values()) {
      if (wanted.length < 2 || wanted[1].equals(pod.labels().get(wanted[0]))) {
        items.add(json(pod));
      }
    }
    return "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":["
        + String.join(",", items)
        + "]}";
  }

  private static String json(FakePod pod) {
    List<String> containers = new ArrayList<>();
    List<String> statuses = new ArrayList<>();
    for (String container : pod.containers()) {
      containers.add("{\"name\":\"" + container + "\"}");
      statuses.add(
          "{\"name\":\"%s\",\"containerID\":\"fake://%d\",\"state\":%s}"
              .formatted(container, pod.hashCode(), pod.state()));
    }
    return """
        {"kind":"Pod","apiVersion":"v1",
         "metadata":{"name":"%s","namespace":"lsf","uid":"uid-of-%s"},
         "spec":{"containers":[%s]},
         "status":{"phase":"Running","containerStatuses":[%s]}}
        """
        .formatted(
            pod.name(), pod.name(), String.join(",", containers), String.join(",", statuses));
  }

  private static String status(int code, String reason, String message) {
    return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"%s\","
            .formatted(message.replace("\"", "\\\""))
        + "\"reason\":\"%s\",\"code\":%d}".formatted(reason, code);
  }

  private static void respond(OutputStream out, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    out.write(
        "HTTP/1.1 %d Status\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(code, bytes.length)
            .getBytes(ISO_8859_1));
    out.write(bytes);
    out.flush();
  }

  private static Map<String, List<String>> query(String target) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    int start = target.indexOf('?');
    if (start >= 0) {
      for (String pair : target.substring(start + 1).split("&", -1)) {
        String[] parts = pair.split("=", 2);
        query
            .computeIfAbsent(parts[0], name -> new ArrayList<>())
            .add(URLDecoder.decode(parts[1], UTF_8));
      }
    }
    return query;
  }

  private void exec(String target, Map<String, String> headers, InputStream in, OutputStream out)
      throws IOException {
    FakePod pod = pods.get(target.split("/", -1)[6]);
    if (isExecForbidden || pod == null) {
      respond(out, pod == null ? 404 : 403, status(403, "Forbidden", "no exec"));
      return;
    }
    out.write(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Protocol: v5.channel.k8s.io\r\nSec-WebSocket-Accept: "
                + accept(headers.getOrDefault("sec-websocket-key", ""))
                + "\r\n\r\n")
            .getBytes(ISO_8859_1));
    out.flush();
    mostAtATime.accumulateAndGet(atATime.incrementAndGet(), Math::max);
    try {
      run(pod, query(target).getOrDefault("command", List.of()), in, out);
    } finally {
      atATime.decrementAndGet();
    }
  }

  private void run(FakePod pod, List<String> words, InputStream in, OutputStream out)
      throws IOException {
    int number = execs.incrementAndGet();
    beforeExec.run();
    List<String> command = new ArrayList<>(words);
    Path program = Path.of(pod.path(), command.get(0));
    if (!Files.exists(program)) {
      send(out, 3, status(500, "InternalError", "exec: \"sh\": executable file not found"));
      frame(out, 0x88, new byte[] {3, (byte) 0xe8});
      return;
    }
    command.set(0, program.toString());
    ProcessBuilder builder = new ProcessBuilder(command).directory(pod.folder().toFile());
    builder.environment().clear();
    builder.environment().put("PATH", pod.path());
    Process process = builder.start();
    daemon(() -> stdin(in, process));
    Thread errors = daemon(() -> copyErrors(process, out));
    try {
      if (!copyOutput(process, out, number)) {
        return;
      }
      errors.join();
      int code = process.waitFor();
      send(out, 3, code == 0 ? "{\"metadata\":{},\"status\":\"Success\"}" : failed(code));
      frame(out, 0x88, new byte[] {3, (byte) 0xe8});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String failed(int code) {
    return "{\"status\":\"Failure\",\"message\":\"command terminated with exit code %1$d\","
        .concat("\"details\":{\"causes\":[{\"reason\":\"ExitCode\",\"message\":\"%1$d\"}]}}")
        .formatted(code);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "kubernetes-api-stream");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** False if the connection is to break. */
  private boolean copyOutput(Process process, OutputStream out, int number) throws IOException {
    byte[] chunk = new byte[FRAME];
    long position = 0;
    boolean isCut = false;
    InputStream stdout = process.getInputStream();
    for (int read = stdout.read(chunk); read >= 0; read = stdout.read(chunk)) {
      byte[] bytes = Arrays.copyOf(chunk, read);
      if (!isCut) {
        byte[] passed = fault.pass(number, position, bytes);
        if (passed == null) {
          return false;
        }
        isCut = passed.length < bytes.length;
        send(out, 1, passed);
      }
      position += read;
    }
    return true;
  }

  private static void copyErrors(Process process, OutputStream out) {
    try {
      byte[] all = process.getErrorStream().readAllBytes();
      if (all.length > 0) {
        send(out, 2, all);
      }
    } catch (IOException gone) {
      // The client is.
    }
  }

  /**
   * Hands on what the client sends. The end of the connection ends this, and nothing else: what a
   * runtime was told to run goes on, and waits where nobody reads what it writes.
   */
  private static void stdin(InputStream in, Process process) {
    try (OutputStream stdin = process.getOutputStream()) {
      while (true) {
        int opcode = in.read() & 0x0f;
        int length = in.read();
        if (length < 0 || opcode == 8) {
          return;
        }
        byte[] payload = payload(in, length & 0x7f);
        if (opcode != 9 && opcode != 10 && payload.length > 0 && payload[0] == 0) {
          try {
            stdin.write(payload, 1, payload.length - 1);
            stdin.flush();
          } catch (IOException processIsDone) {
            // What follows is of no interest to it.
          }
        }
      }
    } catch (IOException gone) {
      // The client is.
    }
  }

  private static byte[] payload(InputStream in, int shortLength) throws IOException {
    long length = shortLength;
    if (shortLength == 126) {
      length = ByteBuffer.wrap(in.readNBytes(2)).getShort() & 0xffff;
    } else if (shortLength == 127) {
      length = ByteBuffer.wrap(in.readNBytes(8)).getLong();
    }
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes((int) length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return payload;
  }

  private static void send(OutputStream out, int channel, String text) throws IOException {
    send(out, channel, text.getBytes(UTF_8));
  }

  private static void send(OutputStream out, int channel, byte[] bytes) throws IOException {
    frame(out, 0x82, ByteBuffer.allocate(bytes.length + 1).put((byte) channel).put(bytes).array());
  }

  private static void frame(OutputStream out, int first, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 10).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else {
      frame.put((byte) 126).putShort((short) payload.length);
    }
    frame.put(payload);
    synchronized (out) {
      out.write(frame.array(), 0, frame.position());
      out.flush();
    }
  }

  private static String accept(String key) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-1").digest((key + WEBSOCKET_MAGIC).getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    running().forEach(ProcessHandle::destroyForcibly);
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
