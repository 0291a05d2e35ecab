package io.snowgauge.io.warehouse.beam;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.secrets.Secret;
import io.snowgauge.io.warehouse.OtherJvm;
import io.snowgauge.io.warehouse.publish.StreamPublisher;
import io.snowgauge.io.warehouse.snowflake.Credentials;
import io.snowgauge.io.warehouse.snowflake.SnowflakeAccount;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.Stage;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import io.snowgauge.transforms.staging.ArchiveCompression;
import io.snowgauge.transforms.staging.StagingArea;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stream's worker that cannot read Snowflake's answers says so before its first batch. */
class ReadableStreamTest {
  /** What the other JVM runs. */
  public static void main(String[] arguments) {
    Secret password = () -> "";
    SnowflakeAccount account =
        new SnowflakeAccount(
            "", "U", null, null, "D", "S", new Credentials.Password(password), Duration.ZERO);
    Dataset dataset =
        new Dataset(
            "d",
            InputPattern.parse("file:///data/*"),
            new UserGroupFormat(UserGroupFormat.DEFAULT_MAX_LINE_BYTES),
            "T",
            PublishMode.APPEND,
            List.of(),
            Tolerance.NONE);
    StagingArea area =
        new StagingArea("file:///parts/", "file:///archive/", ArchiveCompression.NONE, 1, 1);
    SnowflakeWarehouse warehouse =
        new SnowflakeWarehouse(account, "SNOWGAUGE", new Stage.Internal());
    new PublishBatches.PublishFn(new StreamPublisher(warehouse, dataset, "s", area))
        .requireReadable();
    System.out.println("readable");
  }

  private static String run(String... options) throws Exception {
    return OtherJvm.run(ReadableStreamTest.class, options);
  }

  @Test
  void aWorkerThatKeepsJavaNioToItselfIsRefused() throws Exception {
    assertThat(run(), containsString("start it with --add-opens=java.base/java.nio=ALL-UNNAMED"));
  }

  @Test
  void aWorkerThatOpensItIsFine() throws Exception {
    assertThat(run("--add-opens=java.base/java.nio=ALL-UNNAMED"), is("readable"));
  }
}
