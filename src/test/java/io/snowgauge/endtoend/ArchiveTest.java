package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesRegex;

import com.github.luben.zstd.ZstdInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The NDJSON archive, byte by byte. */
@Timeout(300)
class ArchiveTest {
  @TempDir Path folder;

  @Test
  void aRecordIsTheLineThatIsPromised() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    site.write(
        "data/lsb.users",
        """
        Begin UserGroup
        GROUP_NAME GROUP_MEMBER USER_SHARES
        team1 (user1) ([user1, 3])
        End UserGroup
        """,
        Instant.parse("2025-06-06T10:00:00.999Z"));
    assertThat(site.run("--run-id", "r1").exitCode(), is(0));
    List<Path> parts = site.files("archive");
    assertThat(parts.size(), is(1));
    assertThat(
        folder.relativize(parts.get(0)).toString(),
        matchesRegex("archive/user_groups/r1/[0-9a-f]{32}-[0-9a-f]{16}-1\\.ndjson"));
    assertThat(
        Files.readString(parts.get(0)),
        is(
            "{\"group\":\"team1\",\"user\":\"user1\",\"share\":3,"
                + "\"timestamp\":\"2025-06-06T10:00:00Z\"}\n"));
  }

  @Test
  void conditionsAndCapturesFollowAndTextsAreEscaped() throws Exception {
    Site site =
        Site.with(
            folder,
            Site.configuration("append", "")
                .replace("data/*", "data/{Farm}/{rack}/{date}/lsb.users"));
    site.write(
        "data/o\"x\\y/雪/2025-01-31/lsb.users",
        """
        Begin UserGroup
        GROUP_NAME GROUP_MEMBER USER_SHARES
        #if time(5:18:00-1:8:00 18:00-8:00) # "nights"
        team1 (EU\\user1 "q" ü/) ([others, 00012])
        #else
        team1 () -
        team2 u -
        #endif
        End UserGroup
        """,
        MONDAY);
    assertThat(site.run().exitCode(), is(0));
    String tail = ",\"farm\":\"o\\\"x\\\\y\",\"rack\":\"雪\"}";
    String at = "\"timestamp\":\"2025-06-02T10:00:00Z\"";
    String nights = ",\"condition\":\"time(5:18:00-1:8:00 18:00-8:00)\"";
    assertThat(
        Files.readAllLines(site.files("archive").get(0), StandardCharsets.UTF_8),
        contains(
            "{\"group\":\"team1\",\"user\":\"EU\\\\user1\",\"share\":null," + at + nights + tail,
            "{\"group\":\"team1\",\"user\":\"\\\"q\\\"\",\"share\":null," + at + nights + tail,
            "{\"group\":\"team1\",\"user\":\"ü/\",\"share\":null," + at + nights + tail,
            "{\"group\":\"team1\",\"user\":\"others\",\"share\":12," + at + nights + tail,
            "{\"group\":\"team2\",\"user\":\"u\",\"share\":null,"
                + at
                + ",\"condition\":\"!(time(5:18:00-1:8:00 18:00-8:00))\""
                + tail));
    assertThat(
        site.query(
            "SELECT USER_NAME, SHARE, CONDITION, FARM, RACK FROM USER_GROUP_SHARES"
                + " ORDER BY _RECORD"),
        contains(
            "EU\\user1 | null | time(5:18:00-1:8:00 18:00-8:00) | o\"x\\y | 雪",
            "\"q\" | null | time(5:18:00-1:8:00 18:00-8:00) | o\"x\\y | 雪",
            "ü/ | null | time(5:18:00-1:8:00 18:00-8:00) | o\"x\\y | 雪",
            "others | 12 | time(5:18:00-1:8:00 18:00-8:00) | o\"x\\y | 雪",
            "u | null | !(time(5:18:00-1:8:00 18:00-8:00)) | o\"x\\y | 雪"));
  }

  @Test
  void theSameVersionGivesTheSameBytes() throws Exception {
    Site site = Site.with(folder, Site.configuration("replace", ""));
    UserGroups groups = UserGroups.random(4, 200);
    site.write("data/a", groups, MONDAY);
    site.run("--run-id", "r1");
    site.run("--run-id", "r2", "--force");
    List<Path> parts = site.files("archive");
    assertThat(parts.size(), is(2));
    assertThat(Files.mismatch(parts.get(0), parts.get(1)), is(-1L));
    assertThat(
        Files.readAllLines(parts.get(0)).stream().sorted().toList(),
        is(groups.ndjson("2025-06-02T10:00:00Z")));
  }

  /** Else each failing run of a scheduler leaves as much once more. */
  @Test
  void aRunThatCannotGoOnLeavesNothingThatIsNotIn() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    site.write("data/a", new UserGroups().group("g", "u=1"), MONDAY);
    assertThat(site.run("--run-id", "r1").exitCode(), is(0));
    try (Connection connection = site.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE UNIQUE INDEX ONE ON USER_GROUP_SHARES (GROUP_NAME)");
    }
    List<Path> before = site.files("archive");
    site.write("data/b", new UserGroups().group("g", "v=2"), MONDAY);
    for (String run : List.of("r2", "r1")) {
      Snowgauge.Ended ended = site.run("--run-id", run);
      assertThat(ended.toString(), ended.exitCode(), is(1));
      assertThat(site.shares(), contains("g | u | 1"));
      assertThat(site.files("archive"), is(before));
      assertThat(site.files(".snowgauge"), is(List.of()));
    }
  }

  @Test
  void twoDatabasesDoNotRemoveEachOthersFiles() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    site.write("data/a", new UserGroups().group("g", "u=1"), MONDAY);
    assertThat(site.run("--run-id", "r1").exitCode(), is(0));
    List<Path> archived = site.files("archive");
    Snowgauge.Ended other = site.run("--run-id", "r1", "--set", "warehouse.path=other.duckdb");
    assertThat(other.err(), other.exitCode(), is(2));
    assertThat(other.err(), containsString("archive: expected a run of this database but found"));
    assertThat(site.files("archive"), is(archived));
    assertThat(archived.size(), is(1));
  }

  @Test
  void partsAreCompressedAsAsked() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    UserGroups groups = UserGroups.random(5, 20);
    site.write("data/a", groups, MONDAY);
    site.run("--set", "archiveCompression=gzip", "--set", "archive=gz");
    site.run("--set", "archiveCompression=zstd", "--set", "archive=zst", "--force");
    Path gzip = site.files("gz").get(0);
    Path zstd = site.files("zst").get(0);
    assertThat(gzip.toString(), matchesRegex(".*-1\\.ndjson\\.gz"));
    assertThat(zstd.toString(), matchesRegex(".*-1\\.ndjson\\.zst"));
    try (InputStream in = new GZIPInputStream(Files.newInputStream(gzip))) {
      assertThat(lines(in), is(groups.ndjson("2025-06-02T10:00:00Z")));
    }
    try (InputStream in = new ZstdInputStream(Files.newInputStream(zstd))) {
      assertThat(lines(in), is(groups.ndjson("2025-06-02T10:00:00Z")));
    }
  }

  private static List<String> lines(InputStream in) throws Exception {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().sorted().toList();
  }
}
