package io.snowgauge.io.lineage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.posting.UndeliveredException;
import io.snowgauge.io.warehouse.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
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
