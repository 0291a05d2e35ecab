package io.snowgauge.pipelines.config;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableRulesTest {
  @TempDir Path temporary;
  private ConfigurationFolder folder;

  @BeforeEach
  void useTemporaryFolder() {
    folder = new ConfigurationFolder(temporary);
  }

  @Test
  void refusesATableThatTwoDatasetsShare() {
    String json =
        """
        {"datasets": {
          "a": {"input": "x", "format": {"type": "lsf"}, "table": "Shares"},
          "b": {"input": "y", "format": {"type": "lsf"}, "table": "SHARES"}
        }}
        """;
    assertThat(
        folder.errors(json),
        contains(
            "datasets.b.table: expected a table of its own but found 'SHARES', which is that of"
                + " the dataset a"));
  }

  @Test
  void refusesAControlTable() {
    String json =
        """
        {"datasets": {
          "a": {"input": "x", "format": {"type": "lsf"}, "table": "ingestion_files"}
        }}
        """;
    assertThat(
        folder.errors(json),
        contains(
            "datasets.a.table: expected a table of your own but found the control table"
                + " 'ingestion_files'"));
  }
}
