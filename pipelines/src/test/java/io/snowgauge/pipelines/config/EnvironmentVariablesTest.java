package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.ConfigurationFolder.MINIMAL;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.pipelines.config.engine.EnvironmentVariables;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.staging.ArchiveCompression;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentVariablesTest {
  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  @Test
  void aVariableIsTheKeyInUpperCaseWithUnderscores() {
    assertThat(EnvironmentVariables.of("archiveCompression"), is("SNOWGAUGE_ARCHIVECOMPRESSION"));
    assertThat(
        EnvironmentVariables.of("datasets.user-groups.rejects.maxRatio"),
        is("SNOWGAUGE_DATASETS_USER_GROUPS_REJECTS_MAXRATIO"));
  }

  @Test
  void valuesAreConvertedByTheTypeOfTheirKey() {
    Configuration configuration =
        folder.load(
            MINIMAL,
            Map.of(
                "SNOWGAUGE_ARCHIVECOMPRESSION", "gzip",
                "SNOWGAUGE_REJECTSPERFILE", "7",
                "SNOWGAUGE_MAXDECOMPRESSEDBYTES", "1 GiB",
                "SNOWGAUGE_WAREHOUSE_PATH", "sub/x.duckdb",
                "SNOWGAUGE_DATASETS_USER_GROUPS_PUBLISH", "replace",
                "SNOWGAUGE_DATASETS_USER_GROUPS_REJECTS_MAXRATIO", "0.5"));
    Dataset dataset = configuration.datasets().get(0);
    assertThat(configuration.archiveCompression(), is(ArchiveCompression.GZIP));
    assertThat(configuration.rejectsPerFile(), is(7));
    assertThat(configuration.maxDecompressedBytes(), is(1L << 30));
    assertThat(configuration.flat().get("warehouse.path"), is(path + "/sub/x.duckdb"));
    assertThat(dataset.publish(), is(PublishMode.REPLACE));
    assertThat(dataset.tolerance(), is(new Tolerance(null, 0.5)));
    assertThat(configuration.warnings(), is(empty()));
  }

  @Test
  void aValueOfTheFileThatIsOverriddenNeedNotBeValid() {
    String json = ConfigurationFolder.minimalWith("\"archiveCompression\": 5");
    Configuration configuration = folder.load(json, Map.of("SNOWGAUGE_ARCHIVECOMPRESSION", "zstd"));
    assertThat(configuration.archiveCompression(), is(ArchiveCompression.ZSTD));
  }

  @Test
  void anUnknownVariableIsAWarningForKubernetesMakesUpSome() {
    Configuration configuration =
        folder.load(
            MINIMAL,
            Map.of(
                "SNOWGAUGE_SERVICE_HOST", "10.0.0.1",
                "SNOWGAUGE_WAREHOUSE_PTAH", "x",
                "SNOWGAUGE_DATASETS_SALES_TABLE", "x",
                "SNOWGAUGE_JAVA_OPTS", "-Xmx1g",
                "SNOWGAUGE_HOME", "/opt",
                "PATH", "/bin"));
    assertThat(
        configuration.warnings(),
        contains(
            "SNOWGAUGE_DATASETS_SALES_TABLE: unknown environment variable, ignored",
            "SNOWGAUGE_SERVICE_HOST: unknown environment variable, ignored",
            "SNOWGAUGE_WAREHOUSE_PTAH: unknown environment variable, ignored;"
                + " did you mean SNOWGAUGE_WAREHOUSE_PATH?"));
  }

  @Test
  void aVariableOfTwoDatasetsIsRefused() {
    String json =
        """
        {"datasets": {
          "a-b": {"input": "x", "format": {"type": "lsf"}, "table": "T"},
          "a_b": {"input": "y", "format": {"type": "lsf"}, "table": "U"}
        }}
        """;
    assertThat(folder.load(json).datasets().size(), is(2));
    assertThat(
        folder.errors(json, Map.of("SNOWGAUGE_DATASETS_A_B_TABLE", "U")),
        contains(
            "SNOWGAUGE_DATASETS_A_B_TABLE: expected the variable of one key"
                + " but found that of datasets.a-b.table and datasets.a_b.table; use --set"));
  }
}
