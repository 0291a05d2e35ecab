package io.snowgauge.pipelines.extract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.files.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetTest {
  @TempDir Path folder;

  @Test
  void aSidecarIsRestoredByAnInterruptedThreadWhichStaysInterrupted() throws Exception {
    Path file = folder.resolve("a");
    Path sidecar = folder.resolve("a.manifest.json");
    Target target = new Target(Storage.localUri(file), "x1");
    Files.writeString(file, "data");
    target.writeSidecar("new");
    Thread.currentThread().interrupt();
    target.restoreSidecar("old");
    boolean isInterrupted = Thread.interrupted();
    assertThat(Files.readString(sidecar), is("old"));
    assertThat(isInterrupted, is(true));
    Thread.currentThread().interrupt();
    target.restoreSidecar(null);
    isInterrupted = Thread.interrupted();
    assertThat(Files.exists(sidecar), is(false));
    assertThat(isInterrupted, is(true));
  }
}
