package io.snowgauge.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.files.s3.S3Store;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Emulators.class)
class DatedListingTest {
  @TempDir Path folder;

  private static List<String> ofDates(String input, String... dates) throws IOException {
    Dataset dataset =
        new Dataset(
            "d",
            InputPattern.parse(input),
            new UserGroupFormat(1 << 20),
            "T",
            PublishMode.APPEND,
            List.of(),
            new Tolerance(0L, null));
    return FileListing.listed(
            dataset, Instant.now(), Stream.of(dates).map(LocalDate::parse).toList())
        .files()
        .stream()
        .map(file -> file.uri().substring(file.uri().indexOf("/in/")))
        .toList();
  }

  @Test
  void listsOnlyTheDatesThatAreAskedFor() throws Exception {
    String root = Storage.localUri(folder) + "/";
    Emulators.moto().createBucket("dated");
    Storage.use("s3", new S3Store(Emulators.moto().s3()));
    List<String> names =
        List.of("2026-01-01/a", "2026-01-02/a", "2026-01-02/b", "2026-01-03/a", "2027-01-02/a");
    for (String name : names) {
      Storage.create(root + "in/" + name).close();
      Storage.create("s3://dated/in/" + name).close();
    }
    for (String where : List.of(root, "s3://dated/")) {
      assertThat(
          ofDates(where + "in/{date}/*", "2026-01-02", "2026-01-03"),
          contains("/in/2026-01-02/a", "/in/2026-01-02/b", "/in/2026-01-03/a"));
      assertThat(ofDates(where + "in/{date}/*").size(), is(5));
      assertThat(ofDates(where + "in/{date}/*", "2026-02-01"), empty());
    }
  }
}
