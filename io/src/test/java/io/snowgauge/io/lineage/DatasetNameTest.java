package io.snowgauge.io.lineage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.duckdb.DuckDbWarehouse;
import io.snowgauge.io.warehouse.snowflake.Credentials;
import io.snowgauge.io.warehouse.snowflake.SnowflakeAccount;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.Stage;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By https://openlineage.io/docs/spec/naming. */
class DatasetNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file:///data/in/ | file | /data/in",
        "file:///data/ä b#c?d%41/ | file | /data/ä b#c?d%41",
        "file:/// | file | /",
        "s3://bucket/ | s3://bucket | /",
        "s3://bucket/in/ | s3://bucket | in",
        "s3://bucket/in/ä b#c?d%41+e/ | s3://bucket | in/ä b#c?d%41+e",
        "azfs://account/container/ | abfss://container@account.dfs.core.windows.net | /",
        "azfs://account/container/in/x/ | abfss://container@account.dfs.core.windows.net | /in/x",
      })
  void foldersAreNamedAsOthersNameThem(String uri, String namespace, String name) {
    assertThat(DatasetName.ofFolder(uri), is(new DatasetName(namespace, name)));
  }

  @ParameterizedTest
  @CsvSource({
    "org-account, org-account",
    "xy12345.eu-central-1, xy12345.eu-central-1.aws",
    "xy12345.east-us-2.azure, xy12345.east-us-2.azure"
  })
  void tablesOfSnowflakeAreNamedByAccount(String account, String named) {
    Warehouse warehouse =
        new SnowflakeWarehouse(
            new SnowflakeAccount(
                SnowflakeAccount.url(account),
                "user",
                null,
                null,
                "raw",
                "public",
                new Credentials.Password(() -> "x"),
                Duration.ZERO),
            "SNOWGAUGE",
            new Stage.Internal());
    assertThat(
        DatasetName.ofTarget(warehouse, "sales"),
        is(new DatasetName("snowflake://" + named, "RAW.PUBLIC.SALES")));
  }

  /** Its own schema has the case that it comes with. */
  @ParameterizedTest
  @CsvSource({"main, main", "MAIN, main", "raw, RAW"})
  void tablesOfDuckDbAreNamedAsDbtNamesThem(String schema, String named) {
    Warehouse warehouse =
        new DuckDbWarehouse("/data/dev.duckdb", schema, "SNOWGAUGE", Duration.ofSeconds(1));
    assertThat(
        DatasetName.ofTarget(warehouse, "sales of today"),
        is(new DatasetName("duckdb:///data/dev.duckdb", "dev." + named + ".sales of today")));
  }
}
