package io.snowgauge.endtoend;

import io.snowgauge.io.emulators.KubernetesApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Pods of busybox behind an API server that is started for them; what is executed in them really
 * is, in a folder each.
 */
final class Pods implements AutoCloseable {
  private static final Path BUSYBOX = Path.of("/usr/bin/busybox");
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "awk",
          "cat",
          "date",
          "gzip",
          "head",
          "od",
          "sha256sum",
          "stat",
          "tail",
          "tr",
          "wc");

  private final KubernetesApi api;
  private final Path folder;

  private Pods(KubernetesApi api, Path folder) {
    this.api = api;
    this.folder = folder;
  }

  /** Starts the server; its kubeconfig is in the folder. */
  static Pods in(Path folder) throws IOException {
    if (!Files.exists(BUSYBOX)) {
      String message = "expected busybox (a Debian package of that name)";
      if (System.getenv("CI") != null) {
        throw new IllegalStateException(message);
      }
      Assumptions.abort("skipped: " + message);
    }
    Files.createDirectories(folder.resolve("bin"));
    for (String tool : TOOLS) {
      KubernetesApi.addTool(folder.resolve("bin"), tool, BUSYBOX + " " + tool);
    }
    KubernetesApi api = KubernetesApi.start();
    api.kubeconfig(folder.resolve("kubeconfig"));
    return new Pods(api, folder);
  }

  KubernetesApi api() {
    return api;
  }

  /** Gives the pods a tool of this machine, too. */
  void addTool(Path program) throws IOException {
    KubernetesApi.addTool(
        folder.resolve("bin"), program.getFileName().toString(), program.toString());
  }

  /** Gives the pods a tool that stands for words of the shell. */
  void addTool(String name, String command) throws IOException {
    KubernetesApi.addTool(folder.resolve("bin"), name, command);
  }

  /** A file in a pod, which is there with it. */
  Path write(String pod, String file, String text) throws IOException {
    return write(pod, file, text.getBytes(StandardCharsets.UTF_8));
  }

  Path write(String pod, String file, byte[] bytes) throws IOException {
    Path path = folder.resolve("pods").resolve(pod).resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, bytes);
    Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2025-06-02T10:00:00Z")));
    api.addRunning(pod, folder.resolve("pods").resolve(pod), folder.resolve("bin").toString());
    return path;
  }

  /** How audit and ledger name what is in a pod. */
  String uri(String pod, String file) {
    return "k8s://test/lsf/" + pod + "/main" + folder.resolve("pods").resolve(pod).resolve(file);
  }

  @Override
  public void close() {
    api.close();
  }
}
