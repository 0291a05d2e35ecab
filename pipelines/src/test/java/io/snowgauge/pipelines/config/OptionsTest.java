package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.ConfigurationFolder.MINIMAL;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.dataset.Dataset;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  @Test
  void aValueMayHoldEqualsSigns() {
    Configuration configuration =
        folder.load(MINIMAL, Map.of(), " datasets.user_groups.input =data/a=b/c");
    assertThat(
        configuration.datasets().get(0).input().toString(), is("file://" + path + "/data/a=b/c"));
  }

  @Test
  void anOptionMayAddADataset() {
    Configuration configuration =
        folder.load(
            MINIMAL,
            Map.of("SNOWGAUGE_DATASETS_MORE_TABLE", "U"),
            "datasets.more.input=x",
            "datasets.more.format.type=lsf",
            "datasets.more.table=T");
    assertThat(
        configuration.datasets().stream().map(Dataset::name).toList(),
        contains("user_groups", "more"));
    assertThat(configuration.datasets().get(1).table(), is("T"));
  }

  @Test
  void aMisspeltDatasetIsNotMistakenForANewOne() {
    String hint = " but found nothing, as only --set names this dataset; did you mean user_groups?";
    assertThat(
        folder.errors(MINIMAL, Map.of(), "datasets.user_group.table=T"),
        contains(
            "datasets.user_group.input: expected a glob: a path or a URI of file, s3, azfs" + hint,
            "datasets.user_group.format.type: expected one of lsf, csv, ndjson" + hint));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          archive | --set: expected key=value but found 'archive'
          =x | --set: expected key=value but found '=x'
          archvie=x | archvie: unknown key, did you mean archive? (from --set)
          warehouse.pth=x | warehouse.pth: unknown key, did you mean warehouse.path? (from --set)
          warehouse=x | warehouse: expected a key in this group, one of type, path, lockTimeout, memory, account, url, user, role, warehouse, database, statementTimeout, schema, auth, stage (from --set)
          archive.x=x | archive.x: unknown key, did you mean archive? (from --set)
          publish=append | publish: unknown key, did you mean datasets.NAME.publish? (from --set)
          nonsense=x | nonsense: unknown key, expected one of warehouse, controlSchema, archive, archiveCompression, staging, storage, rejectsPerFile, maxDecompressedBytes, notifications, sweep, batch, deadLetters, monitoring, retention, proof, alerts, extract, datasets (from --set)
          datasets.ü.table=x | datasets.ü: expected a dataset name (a letter, then at most 63 letters, digits, '_' or '-') but found 'ü' (from --set)
          rejectsPerFile=many | rejectsPerFile: expected an integer from 0 to 2147483647 but found 'many' (from --set)
          $schema=x | $schema: unknown key, expected one of warehouse, controlSchema, archive, archiveCompression, staging, storage, rejectsPerFile, maxDecompressedBytes, notifications, sweep, batch, deadLetters, monitoring, retention, proof, alerts, extract, datasets (from --set)
          """)
  void refuses(String option, String error) {
    assertThat(folder.errors(MINIMAL, Map.of(), option), contains(error));
  }
}
