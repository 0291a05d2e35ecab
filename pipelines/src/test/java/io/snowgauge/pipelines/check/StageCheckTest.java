package io.snowgauge.pipelines.check;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.duckdb.DuckDbWarehouse;
import io.snowgauge.io.warehouse.snowflake.Credentials;
import io.snowgauge.io.warehouse.snowflake.SnowflakeAccount;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.Stage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StageCheckTest {
  private static Warehouse over(Stage stage) {
    SnowflakeAccount account =
        new SnowflakeAccount(
            "", "U", null, null, "D", "S", new Credentials.Password(() -> ""), Duration.ZERO);
    return new SnowflakeWarehouse(account, "SNOWGAUGE", stage);
  }

  @Test
  void partsThatAreInObjectStorageShouldStayThere() {
    assertThat(
        StageCheck.finding(over(new Stage.Internal()), "s3://lake/staging/"),
        is(
            Optional.of(
                Finding.ok(
                    "warehouse.stage.type",
                    "internal: parts are downloaded from s3://lake/staging/ and uploaded again; an"
                        + " external stage over it, or a storage integration, saves that"))));
  }

  @Test
  void nothingIsSaidOfPartsThatHaveNoOtherWay() {
    Optional<Finding> nothing = Optional.empty();
    assertThat(StageCheck.finding(over(new Stage.Internal()), "file:///staging/"), is(nothing));
    assertThat(
        StageCheck.finding(over(new Stage.External("LANDING")), "s3://lake/staging/"), is(nothing));
    assertThat(
        StageCheck.finding(over(new Stage.Integration("LAKE")), "s3://lake/staging/"), is(nothing));
    assertThat(
        StageCheck.finding(
            new DuckDbWarehouse("w", "main", "SNOWGAUGE", Duration.ZERO), "file:///staging/"),
        is(nothing));
  }
}
