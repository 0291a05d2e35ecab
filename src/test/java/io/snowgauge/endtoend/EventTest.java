package io.snowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.Moto;
import io.snowgauge.io.files.s3.S3Store;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code event}, the step of a workflow that loads what one notification names. */
@ExtendWith({Emulators.class, StandInExtension.class})
@Timeout(600)
class EventTest {
  @TempDir Path folder;

  /** The step of a workflow: one event, given in each of its ways. */
  @Test
  void anEventLoadsWhatItNamesOnce() throws Exception {
    Moto moto = Emulators.moto();
    moto.createBucket("one");
    S3Store store = new S3Store(moto.s3());
    String name = "berlin/lsb.users [1] 100%";
    String uri = "s3://one/" + name;
    try (OutputStream out = store.create(uri)) {
      out.write(UserGroups.random(1, 3).text().getBytes(UTF_8));
    }
    Files.writeString(
        folder.resolve("snowgauge.json"),
        """
        {
          "storage": { "s3": { "endpoint": "%s", "region": "us-east-1" } },
          "datasets": { "user_groups": { "input": "s3://one/{farm}/lsb.users*",
            "format": { "type": "lsf" }, "table": "USER_GROUP_SHARES", "publish": "append" } }
        }
        """
            .formatted(moto.endpoint()));
    Snowgauge snowgauge = Snowgauge.in(folder).with(Moto.ENVIRONMENT);
    String event = BlobCreated.s3("one", name, store.find(uri).orElseThrow());
    Snowgauge.Ended first = snowgauge.run("event", "--event", event);
    assertThat(first.toString(), first.exitCode(), is(0));
    Files.writeString(folder.resolve("event.json"), event);
    Snowgauge.Ended again = snowgauge.run("event", "--event", "event.json");
    assertThat(again.toString(), again.exitCode(), is(0));
    assertThat(again.outLines(), hasItem("user_groups: nothing new, all 1 files are loaded"));
    Snowgauge.Ended vanished =
        snowgauge.run("event", "--event", event.replace("lsb.users+", "lsb.users.gone+"));
    assertThat(vanished.toString(), vanished.exitCode(), is(3));
    assertThat(vanished.out(), containsString("expected the listed file but it was deleted since"));
    Snowgauge.Ended other =
        snowgauge.run("event", "--event", event.replace("\"one\"", "\"another\""));
    assertThat(other.toString(), other.exitCode(), is(0));
    assertThat(
        other.outLines(),
        hasItem("Nothing to load: no dataset claims s3://another/berlin/lsb.users [1] 100%"));
    Snowgauge.Ended unreadable = snowgauge.run("event", "--event", "{}");
    assertThat(unreadable.toString(), unreadable.exitCode(), is(2));
    assertThat(
        unreadable.err(), containsString("--event: eventType: expected a text but found nothing"));
    Site site = new Site(folder);
    assertThat(site.shares(), is(UserGroups.rowsOf(UserGroups.random(1, 3))));
    assertThat(
        site.query("SELECT MODE, STATUS FROM SNOWGAUGE.INGESTION_AUDIT ORDER BY STARTED_AT"),
        is(List.of("event | SUCCESS", "event | SUCCESS", "event | FAILED")));
  }

  /** A workflow engine may start the step of one event twice, at the same time. */
  @Test
  void eventsOfOneFileAtTheSameTimeLoadItOnce() throws Exception {
    Moto moto = Emulators.moto();
    moto.createBucket("together");
    S3Store store = new S3Store(moto.s3());
    UserGroups groups = UserGroups.random(1, 2000);
    try (OutputStream out = store.create("s3://together/lsb.users")) {
      out.write(groups.text().getBytes(UTF_8));
    }
    String event =
        BlobCreated.s3(
            "together", "lsb.users", store.find("s3://together/lsb.users").orElseThrow());
    String configuration =
        """
        {
          "warehouse": {},
          "storage": { "s3": { "endpoint": "%s", "region": "us-east-1" } },
          "datasets": { "shares": { "input": "s3://together/*",
            "format": { "type": "lsf" }, "table": "SHARES", "publish": "append" } }
        }
        """
            .formatted(moto.endpoint());
    try (SnowflakeSite site =
        SnowflakeSite.create(folder, "snowgauge.json", configuration, "PUBLIC", Moto.ENVIRONMENT)) {
      List<Snowgauge.Running> together =
          Stream.generate(() -> site.start("event", "--event", event)).limit(3).toList();
      for (Snowgauge.Running running : together) {
        Snowgauge.Ended ended = running.await();
        assertThat(ended.toString(), ended.exitCode(), is(0));
      }
      assertThat(
          site.query("SELECT GROUP_NAME, USER_NAME, SHARE FROM PUBLIC.SHARES").stream()
              .sorted()
              .toList(),
          is(groups.rows()));
      assertThat(
          site.query("SELECT STATUS, COUNT(*) FROM SNOWGAUGE.INGESTION_FILES GROUP BY 1"),
          is(List.of("PUBLISHED | 1")));
      assertThat(
          site.query("SELECT MODE, STATUS, COUNT(*) FROM SNOWGAUGE.INGESTION_AUDIT GROUP BY 1, 2"),
          is(List.of("event | SUCCESS | 3")));
    }
  }
}
