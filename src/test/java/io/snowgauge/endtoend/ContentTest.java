package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compressed files, whatever they are called, and files with manifests from their origin. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class ContentTest {
  private static final UserGroups PLAIN = UserGroups.random(1, 50);
  private static final UserGroups GZIP = UserGroups.random(2, 5000);
  private static final UserGroups MEMBERS = UserGroups.random(3, 50);
  private static final UserGroups ZSTD = UserGroups.random(4, 5000);
  private static final UserGroups CALLED_GZ = UserGroups.random(5, 50);
  private static final UserGroups VOUCHED_FOR = UserGroups.random(6, 50);

  private Site site = new Site(Path.of(""));
  private Snowgauge.Ended run = new Snowgauge.Ended(-1, "", "");

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String manifest(long records, byte[] bytes, String more) throws Exception {
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    return """
    {"source_record_count": %d, "sha256": "%s", "bytes": %d%s}
    """
        .formatted(records, sha256, bytes.length, more);
  }

  private void write(String name, byte[] bytes, String manifest) throws IOException {
    site.write("data/" + name, bytes, MONDAY);
    site.write("data/" + name + ".manifest.json", manifest, MONDAY);
  }

  @BeforeAll
  void runOverAllKinds(@TempDir Path folder) throws Exception {
    site = Site.with(folder, Site.configuration("append", ""));
    site.write("data/plain", PLAIN, MONDAY);
    site.write("data/gzip", gzip(GZIP.text()), MONDAY);
    int half = MEMBERS.text().length() / 2;
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.write(gzip(MEMBERS.text().substring(0, half)));
    members.write(gzip(MEMBERS.text().substring(half)));
    site.write("data/gzipOfTwoMembers", members.toByteArray(), MONDAY);
    site.write("data/zstd", Zstd.compress(ZSTD.text().getBytes(UTF_8)), MONDAY);
    site.write("data/plain.gz", CALLED_GZ, MONDAY);

    byte[] stored = gzip(VOUCHED_FOR.text());
    int records = VOUCHED_FOR.size();
    write(
        "vouchedFor",
        stored,
        manifest(
            records, stored, ", \"extracted_at\": \"2025-01-31T23:59:59.5Z\", \"pod\": \"p\""));
    write("wrongCount", stored, manifest(records + 1, stored, ""));
    byte[] other = gzip(PLAIN.text());
    write("wrongBytes", other, manifest(PLAIN.size(), stored, ""));
    byte[] altered = stored.clone();
    altered[9] ^= 1;
    write("wrongSha256", altered, manifest(records, stored, ""));
    write("noManifest", stored, "{\"source_record_count\": \"many\"}");
    write("noJson", stored, "{");
    run = site.run();
  }

  @Test
  void loadsWhateverItRecognises() throws Exception {
    assertThat(run.exitCode(), is(3));
    assertThat(
        site.shares(), is(UserGroups.rowsOf(PLAIN, GZIP, MEMBERS, ZSTD, CALLED_GZ, VOUCHED_FOR)));
    assertThat(site.ndjson().size(), is(site.shares().size()));
  }

  @Test
  void manifestsAreNotLoaded() throws Exception {
    assertThat(
        site.query(
            "SELECT COUNT(*), COUNT(*) FILTER (URI LIKE '%.json')"
                + " FROM SNOWGAUGE.INGESTION_FILES"),
        contains("11 | 0"));
  }

  @Test
  void theTimeOfExtractionIsTheManifestsElseTheFiles() throws Exception {
    assertThat(
        site.query(
            "SELECT EXTRACTED_AT, _FILE_MODIFIED_AT, COUNT(*) FROM USER_GROUP_SHARES"
                + " GROUP BY ALL ORDER BY 1"),
        contains(
            "2025-01-31 23:59:59.0 | 2025-06-02 10:00:00.0 | " + VOUCHED_FOR.size(),
            "2025-06-02 10:00:00.0 | 2025-06-02 10:00:00.0 | "
                + (PLAIN.size() + GZIP.size() + MEMBERS.size() + ZSTD.size() + CALLED_GZ.size())));
  }

  private String failure(String name) throws SQLException {
    return site.query(
            "SELECT STATUS || ' ' || INGESTED_RECORD_COUNT || ' ' || ERROR_MESSAGES"
                + " FROM SNOWGAUGE.INGESTION_FILES WHERE URI LIKE '%/"
                + name
                + "'")
        .get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wrongBytes  | sidecar manifest: expected",
        "wrongSha256 | sidecar manifest: expected sha256",
        "noManifest  | sidecar manifest: sha256: expected 64 hexadecimal digits but found nothing",
        "noJson      | sidecar manifest: expected a JSON object but found",
      })
  void aFileThatIsNotTheOneOfItsManifestFails(String name, String message) throws Exception {
    assertThat(failure(name), startsWith("FAILED 0 " + message));
  }

  @Test
  void aCountThatTheSameBytesDoNotBearOutFails() throws Exception {
    assertThat(
        failure("wrongCount"),
        is(
            "FAILED 0 does not balance: expected %d records by the source count but found %d"
                    .formatted(VOUCHED_FOR.size() + 1, VOUCHED_FOR.size())
                + " accepted and 0 rejected; the sidecar manifest's count was taken of the same bytes"
                + " by another counting rule, with other settings of the format or by another"
                + " version: extract the file again"));
  }

  @Test
  void aFileMayNotUnpackToMoreThanIsAllowed(@TempDir Path folder) throws Exception {
    Site bounded =
        Site.with(
            folder,
            Site.configuration("append", "")
                .replaceFirst("\\{", "{ \"maxDecompressedBytes\": 10000,"));
    bounded.write("data/bomb", gzip("#".repeat(10_000_000)), MONDAY);
    bounded.write("data/plain", GZIP, MONDAY);
    assertThat(bounded.run().exitCode(), is(3));
    assertThat(bounded.shares(), is(GZIP.rows()));
    assertThat(
        bounded
            .query(
                "SELECT ERROR_MESSAGES FROM SNOWGAUGE.INGESTION_FILES" + " WHERE STATUS = 'FAILED'")
            .get(0),
        containsString("expected at most 10000 bytes of unpacked text (maxDecompressedBytes)"));
  }
}
