package io.snowgauge.io.warehouse.publish;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  @TempDir Path folder;

  private void removeUnpublished(Set<String> published) throws IOException {
    new ArchivedParts(Storage.localUri(folder.resolve("run")) + "/").removeOther(published);
  }

  private void create(String... names) throws IOException {
    Files.createDirectories(folder.resolve("run"));
    for (String name : names) {
      Files.createFile(folder.resolve("run").resolve(name));
    }
  }

  private List<String> names(String folderName) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(folderName))) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void removesTheFilesAndAttemptsThatWereNotPublished() throws Exception {
    create(
        "aaaa-1111-1.ndjson",
        "aaaa-1111-2.ndjson",
        "aaaa-1111-10.ndjson",
        "aaaa-2222-1.ndjson",
        "bbbb-1111-1.ndjson",
        "cccc-3333-1.ndjson.gz",
        "cccc-4444-1.ndjson.zst");
    removeUnpublished(Set.of("aaaa-1111", "cccc-4444"));
    assertThat(
        names("run"),
        contains(
            "aaaa-1111-1.ndjson",
            "aaaa-1111-10.ndjson",
            "aaaa-1111-2.ndjson",
            "cccc-4444-1.ndjson.zst"));
  }

  @Test
  void removesAllOfARunThatPublishedNothing() throws Exception {
    create("aaaa-1111-1.ndjson", "nodashes");
    removeUnpublished(Set.of());
    assertThat(names("run"), empty());
  }

  @Test
  void leavesOtherRunsAlone() throws Exception {
    create("aaaa-1111-1.ndjson");
    Files.createDirectory(folder.resolve("run2"));
    Files.createFile(folder.resolve("run2/aaaa-1111-1.ndjson"));
    removeUnpublished(Set.of());
    assertThat(names("run2"), contains("aaaa-1111-1.ndjson"));
  }

  @Test
  void aRunWithoutAnArchiveIsFine() throws Exception {
    removeUnpublished(Set.of("aaaa-1111"));
    assertThat(Files.exists(folder.resolve("run")), is(false));
  }
}
