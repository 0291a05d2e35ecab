package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.ConfigurationFolder.MINIMAL;
import static io.snowgauge.pipelines.config.ConfigurationFolder.dataset;
import static io.snowgauge.pipelines.config.ConfigurationFolder.minimalWith;
import static io.snowgauge.pipelines.config.ConfigurationFolder.snowflake;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.warehouse.duckdb.DuckDbWarehouse;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import io.snowgauge.transforms.staging.ArchiveCompression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationLoaderTest {
  private static final String EVERYTHING =
      """
      {
        "$schema": "snowgauge.schema.json",
        "warehouse": {
          "type": "duckdb", "path": "db/x.duckdb", "schema": "lsf", "lockTimeout": "5 s"
        },
        "controlSchema": "control",
        "archive": "out/ndjson/",
        "archiveCompression": "zstd",
        "staging": "parts",
        "rejectsPerFile": 5,
        "maxDecompressedBytes": 1000,
        "datasets": {
          "b": {
            "input": "/data/x",
            "format": {"type": "lsf", "section": "usergroup", "maxLineBytes": "1 kB"},
            "table": "B",
            "publish": "replace",
            "rejects": {"max": 10, "maxRatio": 0.01}
          },
          "a": {"input": "s3://b/x", "format": {"type": "lsf"}, "table": "A"}
        }
      }
      """;

  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  @Test
  void aDatasetAloneLoadsIntoDuckDbBesideTheConfiguration() {
    Configuration configuration = folder.load(MINIMAL);
    assertThat(
        configuration.warehouse(),
        is(
            new DuckDbWarehouse(
                path + "/warehouse.duckdb", "main", "SNOWGAUGE", Duration.ofMinutes(1))));
    assertThat(
        configuration.datasets(),
        contains(
            new Dataset(
                "user_groups",
                InputPattern.parse("file://" + path + "/data/{farm}/lsb.users*"),
                new UserGroupFormat(16 << 20),
                "USER_GROUP_SHARES",
                PublishMode.APPEND,
                List.of(),
                Tolerance.NONE)));
    assertThat(configuration.warnings(), is(empty()));
  }

  @Test
  void theFlatDictionaryShowsDefaultsAndIsSorted() {
    String expected =
        """
        archive=file://PATH/archive/
        archiveCompression=none
        batch.bytes=100 MB
        batch.interval=30 seconds
        controlSchema=SNOWGAUGE
        datasets.user_groups.digest=none
        datasets.user_groups.format.badEntries=rejectLine
        datasets.user_groups.format.encoding=UTF-8
        datasets.user_groups.format.include=report
        datasets.user_groups.format.maxLineBytes=16 MiB
        datasets.user_groups.format.section=UserGroup
        datasets.user_groups.format.type=lsf
        datasets.user_groups.input=file://PATH/data/{farm}/lsb.users*
        datasets.user_groups.links=inside
        datasets.user_groups.minAge=0 seconds
        datasets.user_groups.publish=append
        datasets.user_groups.rejects.max=0
        datasets.user_groups.table=USER_GROUP_SHARES
        datasets.user_groups.zipEntries=one
        deadLetters=file://PATH/.snowgauge/dead-letters/
        maxDecompressedBytes=64 GB
        monitoring.maxFailureRate=0.5
        monitoring.maxLag=1 hour
        monitoring.stalled=10 minutes
        proof.interval=1 hour
        rejectsPerFile=1000
        retention.heartbeats=7 days
        retention.streams=30 days
        staging=file://PATH/.snowgauge/staging/
        storage.azure.auth.type=default
        sweep=15 minutes
        warehouse.lockTimeout=1 minute
        warehouse.memory=200 MB
        warehouse.path=PATH/warehouse.duckdb
        warehouse.schema=main
        warehouse.type=duckdb
        """;
    assertThat(lines(folder.load(MINIMAL)), is(expected.replace("PATH", path.toString())));
  }

  @Test
  void theFlatDictionaryShowsEverySettingOfTheFile() {
    String expected =
        """
        archive=file://PATH/out/ndjson/
        archiveCompression=zstd
        batch.bytes=100 MB
        batch.interval=30 seconds
        controlSchema=control
        datasets.a.digest=none
        datasets.a.format.badEntries=rejectLine
        datasets.a.format.encoding=UTF-8
        datasets.a.format.include=report
        datasets.a.format.maxLineBytes=16 MiB
        datasets.a.format.section=UserGroup
        datasets.a.format.type=lsf
        datasets.a.input=s3://b/x
        datasets.a.links=inside
        datasets.a.minAge=0 seconds
        datasets.a.publish=append
        datasets.a.rejects.max=0
        datasets.a.table=A
        datasets.a.zipEntries=one
        datasets.b.digest=none
        datasets.b.format.badEntries=rejectLine
        datasets.b.format.encoding=UTF-8
        datasets.b.format.include=report
        datasets.b.format.maxLineBytes=1 kB
        datasets.b.format.section=UserGroup
        datasets.b.format.type=lsf
        datasets.b.input=file:///data/x
        datasets.b.links=inside
        datasets.b.minAge=0 seconds
        datasets.b.publish=replace
        datasets.b.rejects.max=10
        datasets.b.rejects.maxRatio=0.01
        datasets.b.table=B
        datasets.b.zipEntries=one
        deadLetters=file://PATH/.snowgauge/dead-letters/
        maxDecompressedBytes=1000
        monitoring.maxFailureRate=0.5
        monitoring.maxLag=1 hour
        monitoring.stalled=10 minutes
        proof.interval=1 hour
        rejectsPerFile=5
        retention.heartbeats=7 days
        retention.streams=30 days
        staging=file://PATH/parts/
        storage.azure.auth.type=default
        sweep=15 minutes
        warehouse.lockTimeout=5 s
        warehouse.memory=200 MB
        warehouse.path=PATH/db/x.duckdb
        warehouse.schema=lsf
        warehouse.type=duckdb
        """;
    assertThat(lines(folder.load(EVERYTHING)), is(expected.replace("PATH", path.toString())));
  }

  @Test
  void everySettingOfTheFileIsTaken() {
    Configuration configuration = folder.load(EVERYTHING);
    assertThat(
        configuration.warehouse(),
        is(new DuckDbWarehouse(path + "/db/x.duckdb", "lsf", "control", Duration.ofSeconds(5))));
    assertThat(configuration.archive(), is("file://" + path + "/out/ndjson/"));
    assertThat(configuration.archiveCompression(), is(ArchiveCompression.ZSTD));
    assertThat(configuration.staging(), is("file://" + path + "/parts/"));
    assertThat(configuration.rejectsPerFile(), is(5));
    assertThat(configuration.maxDecompressedBytes(), is(1000L));
    assertThat(
        configuration.datasets(),
        contains(
            new Dataset(
                "b",
                InputPattern.parse("file:///data/x"),
                new UserGroupFormat(1000),
                "B",
                PublishMode.REPLACE,
                List.of(),
                new Tolerance(10L, 0.01)),
            new Dataset(
                "a",
                InputPattern.parse("s3://b/x"),
                new UserGroupFormat(16 << 20),
                "A",
                PublishMode.APPEND,
                List.of(),
                Tolerance.NONE)));
    assertThat(configuration.extractions(), is(empty()));
    assertThat(configuration.literalSecrets(), is(empty()));
    assertThat(configuration.warnings(), is(empty()));
  }

  @Test
  void findsADatasetByItsName() {
    Configuration configuration = folder.load(MINIMAL);
    assertThat(
        configuration.dataset("user_groups").map(Dataset::table),
        is(Optional.of("USER_GROUP_SHARES")));
    assertThat(configuration.dataset("USER_GROUPS"), is(Optional.empty()));
  }

  @Test
  void toleratesNothingWhereRejectsAreEmpty() {
    assertThat(tolerance(", \"rejects\": {}"), is(Tolerance.NONE));
  }

  @Test
  void anAbsentLimitDoesNotLimitWhereTheOtherIsGiven() {
    assertThat(tolerance(", \"rejects\": {\"max\": 3}"), is(new Tolerance(3L, null)));
    assertThat(tolerance(", \"rejects\": {\"maxRatio\": 1}"), is(new Tolerance(null, 1.0)));
  }

  private Tolerance tolerance(String rejects) {
    return folder.load(dataset("x", rejects)).datasets().get(0).tolerance();
  }

  @Test
  void itsWarehouseTravelsToWorkers() throws IOException, ClassNotFoundException {
    Configuration configuration =
        folder.load(snowflake("{\"type\": \"password\", \"password\": \"hunter2\"}"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(configuration.warehouse());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject(), is(equalTo(configuration.warehouse())));
    }
  }

  @Test
  void cannotBeChanged() {
    Configuration configuration = folder.load(minimalWith("\"archive\": \"a\""));
    assertThrows(
        UnsupportedOperationException.class, () -> configuration.flat().put("archive", "b"));
    assertThrows(UnsupportedOperationException.class, () -> configuration.datasets().clear());
  }

  @Test
  void theEnvironmentOverridesTheFileAndOptionsOverrideBoth() {
    String json = minimalWith("\"controlSchema\": \"FILE\"");
    Map<String, String> environment = Map.of("SNOWGAUGE_CONTROLSCHEMA", "ENVIRONMENT");
    assertThat(folder.load(json).warehouse().controlSchema(), is("FILE"));
    assertThat(folder.load(json, environment).warehouse().controlSchema(), is("ENVIRONMENT"));
    assertThat(
        folder
            .load(json, environment, "controlSchema=FIRST", "controlSchema=OPTION")
            .warehouse()
            .controlSchema(),
        is("OPTION"));
  }

  private static String lines(Configuration configuration) {
    StringBuilder lines = new StringBuilder();
    configuration.flat().forEach((key, value) -> lines.append(key + "=" + value + "\n"));
    return lines.toString();
  }
}
