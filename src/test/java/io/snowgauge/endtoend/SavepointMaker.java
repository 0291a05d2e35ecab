package io.snowgauge.endtoend;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/**
 * Makes the savepoint that {@link FlinkStreamTest} goes on from, by hand and by an earlier version
 * of the program: {@code src/test/flink/savepoint.sh} has that version run this class.
 */
class SavepointMaker extends StreamOnFlink {
  /** The savepoint, and what the container has beside the inputs. */
  static final Path KEPT = Snowgauge.HOME.resolve("src/test/resources/savepoint-0.zip");

  static final String CONTAINER = "upgraded-stream";
  static final int FILES = 2;
  static final int GROUPS = 5;
  static final String LISTING =
      """
      "notifications": { "type": "files", "interval": "1 second" },
      """;

  /** Stops the stream when it has staged files and before it publishes them. */
  @Test
  void stopsAStreamWhoseFilesWaitForTheirBatch() throws Exception {
    String root = container(CONTAINER);
    create(
        (file, groups) -> write(root + "data/" + file, groups),
        root + "data/",
        "60 seconds",
        settings(root) + LISTING);
    write(FILES, GROUPS);
    String job = submit();
    cluster.await(
        "staged files",
        () ->
            cluster.metrics(job, "Stage files", "snowgauge").entrySet().stream()
                .anyMatch(
                    counter ->
                        counter.getKey().endsWith(".snowgauge_FILES")
                            && counter.getValue() == FILES));
    awaitCheckpoint(job);
    Path savepoint = Path.of(URI.create(stopWithSavepoint(job)));
    Path made = Path.of(System.getProperty("savepoint"));
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(made));
        Stream<Path> files = Files.list(savepoint)) {
      for (Path file : files.sorted().toList()) {
        zip.putNextEntry(new ZipEntry("savepoint/" + file.getFileName()));
        Files.copy(file, zip);
      }
      store()
          .list(
              root,
              object -> {
                String name = object.uri().substring(root.length());
                if (!name.startsWith("data/")) {
                  zip.putNextEntry(new ZipEntry("objects/" + name));
                  try (InputStream in = store().open(object.uri())) {
                    in.transferTo(zip);
                  }
                }
              });
    }
  }
}
