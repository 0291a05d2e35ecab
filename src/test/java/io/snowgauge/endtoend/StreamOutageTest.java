package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.FaultProxy;
import io.snowgauge.io.emulators.Moto;
import io.snowgauge.io.files.s3.S3Store;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is out, or may not be read, does not end a stream, nor keep what is well. */
@ExtendWith({Emulators.class, StandInExtension.class})
@Timeout(300)
class StreamOutageTest {
  private static final String WORKS_AGAIN = "user_groups: listing the input works again";

  private static final String IN_SNOWFLAKE =
      """
      {
        "warehouse": {},
        "notifications": { "type": "files", "interval": "1 second" },
        "batch": { "interval": "1 second" },
        "datasets": {
          "user_groups": {
            "input": "data/*",
            "format": { "type": "lsf" },
            "table": "USER_GROUP_SHARES",
            "publish": "append"
          }
        }
      }
      """;

  @TempDir Path folder;

  private final String bucket = "b" + UUID.randomUUID().toString().substring(0, 8);

  private void upload(Moto moto, String name, UserGroups groups) throws IOException {
    try (OutputStream out = new S3Store(moto.s3()).create("s3://" + bucket + "/in/" + name)) {
      out.write(groups.text().getBytes(StandardCharsets.UTF_8));
    }
  }

  private Site site(String endpoint) throws IOException {
    return Site.with(
        folder,
        """
        {
          "notifications": { "type": "files", "interval": "1 second" },
          "batch": { "interval": "1 second" },
          "storage": { "s3": { "endpoint": "%s", "region": "us-east-1" } },
          "datasets": {
            "user_groups": {
              "input": "s3://%s/in/*",
              "format": { "type": "lsf" },
              "table": "USER_GROUP_SHARES",
              "publish": "append"
            },
            "others": {
              "input": "looped/*",
              "format": { "type": "lsf" },
              "table": "OTHERS",
              "publish": "append"
            }
          }
        }
        """
            .formatted(endpoint, bucket));
  }

  /** SQS through a proxy, as the queue of that path. */
  private Site siteOfAQueue(FaultProxy proxy, String path) throws IOException {
    return Site.with(
        folder,
        """
        {
          "notifications": { "type": "sqs", "queueUrl": "%1$s%2$s",
            "endpoint": "%1$s", "region": "us-east-1" },
          "batch": { "interval": "1 second" },
          "datasets": {
            "user_groups": {
              "input": "data/*",
              "format": { "type": "lsf" },
              "table": "USER_GROUP_SHARES",
              "publish": "append"
            }
          }
        }
        """
            .formatted(proxy.endpoint(), path));
  }

  private static List<String> shares(SnowflakeSite site) {
    try {
      return site.query(
          "SELECT GROUP_NAME, USER_NAME, SHARE FROM PUBLIC.USER_GROUP_SHARES ORDER BY 2");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Snowgauge.Ended endOf(Snowgauge.Running stream) {
    stream.terminate();
    Snowgauge.Ended ended = stream.await();
    assertThat(ended.toString(), ended.exitCode(), is(143));
    return ended;
  }

  private static void await(Snowgauge.Running stream, String said) throws InterruptedException {
    assertThat(
        stream.errSoFar(), stream.runsUntil(() -> stream.errSoFar().contains(said)), is(true));
  }

  private static long times(String said, String in) {
    return in.lines().filter(line -> line.contains(said)).count();
  }

  @Test
  void anOutageOfStorageIsWaitedForAndAnArchivedObjectFailsAlone() throws Exception {
    Moto moto = Emulators.moto();
    moto.createBucket(bucket);
    try (FaultProxy proxy = new FaultProxy(moto.endpoint())) {
      Site site = site(proxy.endpoint());
      Files.createSymbolicLink(site.path("looped"), site.path("looped"));
      upload(moto, "first", new UserGroups().group("g", "first=1"));
      moto.createArchived(bucket, "in/archived");
      Snowgauge.Running stream =
          site.snowgauge().with(Moto.ENVIRONMENT).start("stream", "--config", "snowgauge.json");
      try {
        await(stream, "user_groups: 1 files with 1 records published, ");
        await(stream, " records published, 1 failed");
        proxy.refuse(503, path -> true);
        upload(moto, "second", new UserGroups().group("g", "second=2"));
        await(stream, "user_groups: listing the input failed and will be tried again: ");
        proxy.mend();
        await(stream, WORKS_AGAIN);
        assertThat(
            stream.errSoFar(),
            stream.runsUntil(() -> times("1 files with 1 records", stream.errSoFar()) == 2),
            is(true));
      } finally {
        stream.terminate();
      }
      Snowgauge.Ended ended = stream.await();
      assertThat(ended.toString(), ended.exitCode(), is(143));
      assertThat(times(WORKS_AGAIN, ended.err()), is(1L));
      assertThat(times("others: listing the input failed", ended.err()), is(1L));
      assertThat(ended.err(), containsString("Too many levels of symbolic links"));
      assertThat(
          site.query(Site.SHARES + " ORDER BY 2"), contains("g | first | 1", "g | second | 2"));
      assertThat(
          site.query(
              "SELECT DISTINCT STATUS, ERROR_MESSAGES FROM SNOWGAUGE.INGESTION_FILES"
                  + " WHERE URI LIKE '%archived'"),
          is(
              List.of(
                  "FAILED | expected a readable file but reading it is not permitted:"
                      + " InvalidObjectState: The operation is not valid for the object's storage"
                      + " class; the object is archived: restore it")));
    }
  }

  @Test
  void aStreamThatStartsWhileItsQueueIsOutWaitsForIt() throws Exception {
    Moto moto = Emulators.moto();
    try (FaultProxy proxy = new FaultProxy(moto.endpoint())) {
      Site site = siteOfAQueue(proxy, moto.createQueue("start-" + bucket));
      site.write("data/lsb.users", new UserGroups().group("g", "u=1"), Site.MONDAY);
      Snowgauge snowgauge = site.snowgauge().with(Moto.ENVIRONMENT);
      proxy.refuse(503, path -> true);
      Snowgauge.Running stream = snowgauge.start("stream");
      try {
        await(stream, "reaching the notifications failed and will be tried again: expected the");
        Snowgauge.Running interrupted =
            snowgauge.start("stream", "--set=lineage.type=file", "--set=lineage.file=lineage");
        await(interrupted, "reaching the notifications failed and will be tried again: ");
        assertThat(
            endOf(interrupted).err(),
            containsString(
                "snowgauge: stopped before it began; the next start finds what there is to load"));
        assertThat("it has not been a run", Files.exists(site.path("lineage")), is(false));
        proxy.mend();
        await(stream, "user_groups: 1 files with 1 records published, ");
      } finally {
        stream.terminate();
      }
      Snowgauge.Ended ended = endOf(stream);
      assertThat(times("reaching the notifications failed", ended.err()), is(1L));
      assertThat(times("reaching the notifications works again", ended.err()), is(1L));
      assertThat(site.query(Site.SHARES), contains("g | u | 1"));
      proxy.refuse(403, path -> true);
      Snowgauge.Ended refused = snowgauge.run("stream");
      assertThat(refused.toString(), refused.exitCode(), is(1));
      assertThat(refused.err(), containsString("but found no permission for it: status 403"));
    }
  }

  /** As a session that is lost looks, of which the driver knows at once. */
  @Test
  void aStreamThatStartsWhileItsWarehouseIsOutWaitsForIt() throws Exception {
    Site files = Site.with(folder, IN_SNOWFLAKE);
    files.write("data/lsb.users", new UserGroups().group("g", "u=1"), Site.MONDAY);
    try (SnowflakeSite site =
        SnowflakeSite.create(folder, "snowgauge.json", IN_SNOWFLAKE, "PUBLIC")) {
      StandInExtension.standIn().refuse("(?is)alter session.*", 2, 200_002, "08006");
      Snowgauge.Running stream = site.start("stream");
      try {
        await(stream, "preparing the warehouse failed and will be tried again: ");
        await(stream, "preparing the warehouse works again");
        await(stream, "user_groups: 1 files with 1 records published, ");
      } finally {
        stream.terminate();
      }
      Snowgauge.Ended ended = endOf(stream);
      assertThat(times("preparing the warehouse failed", ended.err()), is(1L));
      assertThat(shares(site), contains("g | u | 1"));
      StandInExtension.standIn().refuse("(?is)alter session.*", 1, 3001, "42501");
      Snowgauge.Ended refused = site.run("stream");
      assertThat(refused.toString(), refused.exitCode(), is(1));
    }
  }

  /** Of a file that came before the stream's last load, as the listing finds it again. */
  @Test
  void rowsOfTheLedgerThatAreDeletedWhileAStreamRunsAreTold() throws Exception {
    Site files = Site.with(folder, IN_SNOWFLAKE);
    files.write("data/a", new UserGroups().group("g", "a=1"), Site.MONDAY);
    try (SnowflakeSite site =
        SnowflakeSite.create(folder, "snowgauge.json", IN_SNOWFLAKE, "PUBLIC")) {
      assertThat(site.run("run").exitCode(), is(0));
      Snowgauge.Running stream = site.start("stream");
      try {
        files.write("data/b", new UserGroups().group("g", "b=2"), Site.TUESDAY);
        await(stream, "user_groups: 1 files with 1 records published, ");
        try (Connection connection = site.connect();
            Statement statement = connection.createStatement()) {
          statement.execute(
              "DELETE FROM SNOWGAUGE.INGESTION_FILE_EVENTS WHERE URI LIKE '%/data/a'");
        }
        files.write("data/c", new UserGroups().group("g", "c=3"), Site.WEDNESDAY);
        await(
            stream,
            "user_groups: loading what the listing finds failed and will be tried again: expected"
                + " no rows of files that the ledger does not know but found in ");
        try (Connection connection = site.connect();
            Statement statement = connection.createStatement()) {
          statement.execute("DELETE FROM PUBLIC.USER_GROUP_SHARES WHERE USER_NAME = 'a'");
        }
        await(stream, "user_groups: loading what the listing finds works again");
        assertThat(stream.errSoFar(), stream.runsUntil(() -> shares(site).size() == 3), is(true));
      } finally {
        stream.terminate();
      }
      endOf(stream);
      assertThat(shares(site), contains("g | a | 1", "g | b | 2", "g | c | 3"));
    }
  }
}
