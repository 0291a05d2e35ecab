package io.snowgauge.io.lineage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.posting.UndeliveredException;
import io.snowgauge.io.warehouse.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
  @TempDir Path folder;

  @Test
  void addsALineForEachEventToWhateverIsThere() throws Exception {
    Path file = folder.resolve("a/b/lineage.ndjson");
    FileSink sink = new FileSink(file);
    assertThat(sink.look("lineage"), is(Finding.ok("lineage", file + " can be written")));
    assertThat("looking creates nothing", Files.exists(file.getParent()), is(false));
    sink.deliver("{\"ä\":1}");
    new FileSink(file).deliver("{}");
    assertThat(Files.readAllLines(file), contains("{\"ä\":1}", "{}"));
  }

  /** Each line is longer than what Java's streams write at a time. */
  @Test
  @Timeout(60)
  void longLinesOfSeveralWritersAreNotMixed() throws Exception {
    Path file = folder.resolve("lineage.ndjson");
    ExecutorService writers = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> writing = new ArrayList<>();
      for (String letter : List.of("a", "b", "c", "d")) {
        writing.add(writers.submit(() -> deliver(file, letter.repeat(40_000), 100)));
      }
      for (Future<?> one : writing) {
        one.get();
      }
    } finally {
      writers.shutdownNow();
    }
    Map<String, Long> lines =
        Files.readAllLines(file).stream()
            .collect(Collectors.groupingBy(line -> line, TreeMap::new, Collectors.counting()));
    assertThat(
        lines,
        is(
            Map.of(
                "a".repeat(40_000), 100L,
                "b".repeat(40_000), 100L,
                "c".repeat(40_000), 100L,
                "d".repeat(40_000), 100L)));
  }

  private static Object deliver(Path file, String event, int times) throws UndeliveredException {
    for (int i = 0; i < times; i++) {
      new FileSink(file).deliver(event);
    }
    return event;
  }

  @Test
  void whereNoFileCanBeIsSaid() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    FileSink below = new FileSink(file.resolve("lineage"));
    assertThat(
        assertThrows(UndeliveredException.class, () -> below.deliver("{}")).getMessage(),
        is(file + "/lineage cannot be written, FileAlreadyExistsException"));
    assertThat(below.look("lineage"), is(Finding.failed("lineage", file + " is not a folder")));
    assertThat(
        new FileSink(folder).look("lineage"),
        is(Finding.failed("lineage", folder + " is a folder")));
  }
}
