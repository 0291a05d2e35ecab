package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.FaultProxy;
import io.snowgauge.io.emulators.Moto;
import io.snowgauge.io.files.s3.S3Store;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is out, or may not be read, does not end a stream, nor keep what is well. */
@ExtendWith(Emulators.class)
@Timeout(300)
class StreamOutageTest {
  private static final String WORKS_AGAIN = "user_groups: listing the input works again";

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
}
