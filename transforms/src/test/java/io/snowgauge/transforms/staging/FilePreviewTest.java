package io.snowgauge.transforms.staging;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePreviewTest {
  @TempDir private Path root;

  @Test
  void theNdjsonOfAFileThatARunWouldFailIsKept() throws IOException {
    StagingFolder folder = new StagingFolder(root);
    String file = "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\ng u1\nh (\nEnd UserGroup\n";
    StagedFile staged =
        FilePreview.of(folder.dataset(), folder.source("lsb.users", file), folder.area());
    assertThat(staged.failure(), is("1 of 3 lines rejected, none tolerated"));
    assertThat(staged.ndjsonParts(), hasSize(1));
    assertThat(
        StagingFolder.text(staged.ndjsonParts().get(0)),
        is(
            "{\"group\":\"g\",\"user\":\"u1\",\"share\":null,"
                + "\"timestamp\":\"2025-06-06T10:00:00Z\"}\n"));
  }
}
