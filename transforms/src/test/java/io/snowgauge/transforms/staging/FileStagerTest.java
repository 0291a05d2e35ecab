package io.snowgauge.transforms.staging;

import static io.snowgauge.transforms.staging.StagingFolder.MODIFIED;
import static io.snowgauge.transforms.staging.StagingFolder.text;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.snowgauge.transforms.csv.CsvDialect;
import io.snowgauge.transforms.csv.CsvFormat;
import io.snowgauge.transforms.csv.RowLengths;
import io.snowgauge.transforms.dataset.AbsentColumns;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Digest;
import io.snowgauge.transforms.dataset.Links;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.dataset.ZipEntries;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.record.Declared;
import io.snowgauge.transforms.tabular.NullTokens;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileStagerTest {
  private static final String GROUPS =
      """
      Begin UserGroup
      GROUP_NAME GROUP_MEMBER USER_SHARES
      team1 (user1 user2) ([user1, 3])
      #if night
      team2 D\\u1 -
      #endif
      End UserGroup
      """;

  private static final String ARCHIVED =
      """
      {"group":"team1","user":"user1","share":3,"timestamp":"2025-06-06T10:00:00Z"}
      {"group":"team1","user":"user2","share":null,"timestamp":"2025-06-06T10:00:00Z"}
      {"group":"team2","user":"D\\\\u1","share":null,"timestamp":"2025-06-06T10:00:00Z","condition":"night"}
      """;

  @TempDir private Path root;
  private StagingFolder folder = new StagingFolder(Path.of("."));

  @BeforeEach
  void useTheFolder() {
    folder = new StagingFolder(root);
  }

  private StagedFile stage(SourceFile file) throws IOException {
    return stage(folder.dataset(), folder.area(), file);
  }

  private static StagedFile stage(Dataset dataset, StagingArea area, SourceFile file)
      throws IOException {
    FileStager stager = new FileStager(dataset, area, new StagingProgress());
    StagedFile staged = stager.stage(file);
    stager.finish();
    return staged;
  }

  private static String section(String lines) {
    return "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\n" + lines + "End UserGroup\n";
  }

  private static byte[] gzip(byte[] text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text);
    }
    return bytes.toByteArray();
  }

  @Nested
  class Published {
    @Test
    void aFileLeavesNdjsonAndCsvAndAManifest() throws IOException {
      SourceFile file = folder.source("lsb.users", GROUPS);
      StagedFile staged = stage(file);
      String id = staged.stageId();
      assertThat(id, matchesPattern("[0-9a-f]{16}"));
      String ndjson = folder.uri("archive/") + file.fileId() + "-" + id + "-1.ndjson";
      assertThat(folder.parts(), hasSize(1));
      String csv = folder.parts().get(0);
      assertThat(csv, startsWith(folder.uri("parts/") + "records-"));
      assertThat(folder.archived(), contains(ndjson));
      assertThat(
          text(csv),
          is(
              (id + ",1,3,team1,user1,3,\n")
                  + (id + ",2,3,team1,user2,,\n")
                  + (id + ",3,5,team2,D\\u1,,night\n")));
      assertThat(text(ndjson), is(ARCHIVED));
      assertThat(
          staged,
          is(
              StagedFile.builder(file, id)
                  .extractedAt(MODIFIED)
                  .records(3, 3, 0)
                  .csvParts(List.of(csv))
                  .ndjsonParts(List.of(ndjson))
                  .build()));
    }

    @Test
    void capturesButTheDateAreKeysOfTheArchive() throws IOException {
      byte[] groups = section("g u1\n").getBytes(StandardCharsets.UTF_8);
      Map<String, String> captures = Map.of("farm", "zürich \"1\"", "date", "2025-06-06");
      StagedFile staged = stage(folder.source("lsb.users", groups, captures));
      assertThat(
          text(staged.ndjsonParts().get(0)),
          is(
              "{\"group\":\"g\",\"user\":\"u1\",\"share\":null,"
                  + "\"timestamp\":\"2025-06-06T10:00:00Z\",\"farm\":\"zürich \\\"1\\\"\"}\n"));
    }

    @Test
    void filesOfABundleShareCsvPartsAndNoNdjsonPart() throws IOException {
      FileStager stager = new FileStager(folder.dataset(), folder.area(), new StagingProgress());
      StagedFile first = stager.stage(folder.source("one", section("g u1\n")));
      StagedFile bad = stager.stage(folder.source("bad", section("g u1\nh (\n")));
      StagedFile second = stager.stage(folder.source("two", section("h (u2 u3)\n")));
      stager.finish();
      assertThat(first.csvParts(), hasSize(1));
      assertThat(second.csvParts(), is(first.csvParts()));
      assertThat(bad.csvParts(), is(empty()));
      assertThat(
          text(first.csvParts().get(0)),
          is(
              (first.stageId() + ",1,3,g,u1,,\n")
                  + (bad.stageId() + ",1,3,g,u1,,\n")
                  + (second.stageId() + ",1,3,h,u2,,\n")
                  + (second.stageId() + ",2,3,h,u3,,\n")));
      assertThat(
          folder.archived(),
          containsInAnyOrder(first.ndjsonParts().get(0), second.ndjsonParts().get(0)));
    }

    @Test
    void theNextBundleStartsAPartOfItsOwn() throws IOException {
      StagedFile first = stage(folder.source("one", section("g u1\n")));
      StagedFile second = stage(folder.source("two", section("g u1\n")));
      assertThat(second.csvParts(), is(not(first.csvParts())));
    }

    @Test
    void stagingTwiceGivesTwoAttemptsOfTheSameBytes() throws IOException {
      SourceFile file = folder.source("lsb.users", GROUPS);
      StagedFile first = stage(file);
      StagedFile second = stage(file);
      assertThat(second.stageId(), is(not(first.stageId())));
      assertThat(second.ndjsonParts(), is(not(first.ndjsonParts())));
      assertThat(text(first.ndjsonParts().get(0)), is(ARCHIVED));
      assertThat(text(second.ndjsonParts().get(0)), is(ARCHIVED));
    }

    @Test
    void aFileWithoutRecordsLeavesNoParts() throws IOException {
      StagedFile staged = stage(folder.source("lsb.users", section("g -\n# h u1\n")));
      assertThat(staged.failure(), is(nullValue()));
      assertThat(staged.source(), is(0L));
      assertThat(staged.csvParts(), is(empty()));
      assertThat(staged.ndjsonParts(), is(empty()));
      assertThat(staged.messages(), contains("no names, so no records: group 'g' (line 3)"));
      assertThat(folder.archived(), is(empty()));
      assertThat(folder.parts(), is(empty()));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aLinkWithinTheInputsFolderIsFollowed() throws IOException {
      folder.source("..data/lsb.users", GROUPS);
      Files.createSymbolicLink(folder.path("in/lsb.users"), Path.of("..data/lsb.users"));
      StagedFile staged = stage(Storage.find(folder.uri("in/lsb.users"), Map.of()).orElseThrow());
      assertThat(staged.failure(), is(nullValue()));
      assertThat(staged.accepted(), is(3L));
    }

    @Test
    void aFileThatIsDatedInTheFutureIsAsNewAsItCanBe() throws IOException {
      Instant future = Instant.parse("2100-01-01T00:00:00Z");
      folder.source("lsb.users", GROUPS);
      Files.setLastModifiedTime(folder.path("in/lsb.users"), FileTime.from(future));
      SourceFile file = Storage.find(folder.uri("in/lsb.users"), Map.of()).orElseThrow();
      Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      StagedFile staged = stage(file);
      assertThat(staged.failure(), is(nullValue()));
      assertThat(staged.modifiedAt(), is(greaterThanOrEqualTo(before)));
      assertThat(staged.modifiedAt(), is(lessThanOrEqualTo(Instant.now())));
      assertThat(
          staged.messages(),
          contains(
              "the file is dated 2100-01-01T00:00:00Z, which is still to come: it counts as"
                  + " modified when it was read"));
      assertThat(stage(folder.source("other", GROUPS)).modifiedAt(), is(MODIFIED.plusMillis(987)));
    }

    @Test
    void anEmptyFileIsToldFromOneWithoutRecords() throws IOException {
      StagedFile staged = stage(folder.source("lsb.users", ""));
      assertThat(staged.failure(), is(nullValue()));
      assertThat(staged.messages(), contains("the file is empty: 0 bytes"));
      assertThat(staged.csvParts(), is(empty()));
    }

    @Test
    void compressedFilesAreUnpacked() throws IOException {
      byte[] stored = gzip(GROUPS.getBytes(StandardCharsets.UTF_8));
      StagedFile staged = stage(folder.source("lsb.users.gz", stored));
      assertThat(staged.failure(), is(nullValue()));
      assertThat(staged.source(), is(3L));
      assertThat(text(staged.ndjsonParts().get(0)), is(ARCHIVED));
    }

    @Test
    void theFilesOfAnArchiveAreReadOneByOneAndLoadedTogether() throws IOException {
      Dataset each = tables(ZipEntries.EACH);
      SourceFile file =
          folder.source(
              "sales.zip", zip("one.csv", "a,b\n1,x\n2,y\n", "two.csv", "b,a\nz,3\n,x\n"));
      StagedFile staged = stage(each, folder.area(), file);
      assertThat(staged.failure(), is(nullValue()));
      assertThat(staged.source(), is(4L));
      assertThat(staged.accepted(), is(3L));
      assertThat(staged.rejected(), is(1L));
      assertThat(
          staged.messages(),
          contains("'two.csv': line 3, column 2: a: expected an integer but found 'x'"));
      assertThat(
          text(staged.ndjsonParts().get(0)),
          is(
              """
              {"a":1,"b":"x"}
              {"a":2,"b":"y"}
              {"a":3,"b":"z"}
              """));
      SourceFile broken =
          folder.source("broken.zip", zip("one.csv", "a,b\n1,x\n", "two.csv", "a,b\n2,\"y\n"));
      assertThat(
          stage(each, folder.area(), broken).failure(),
          is(
              "'two.csv': line 2: expected the quote that opens here to be closed but found the end"
                  + " of the file"));
      assertThat(
          stage(tables(ZipEntries.ONE), folder.area(), file).failure(),
          is(
              "expected one file in the zip archive but found another one, 'two.csv'; unpack it, or"
                  + " set zipEntries to each"));
    }

    private Dataset tables(ZipEntries entries) {
      return new Dataset(
          "sales",
          InputPattern.parse(folder.uri("in/*.zip")),
          new CsvFormat(
              Declared.columns("a INTEGER; b", "keep"),
              true,
              CsvDialect.delimitedBy(','),
              TextEncoding.UTF_8,
              NullTokens.NONE,
              RowLengths.EQUAL,
              1 << 20),
          "SALES",
          PublishMode.APPEND,
          List.of(),
          new Tolerance(1L, null),
          Duration.ZERO,
          List.of(),
          entries,
          Links.INSIDE,
          AbsentColumns.KEEP,
          Digest.NONE);
    }

    private static byte[] zip(String... namesAndTexts) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ZipOutputStream out = new ZipOutputStream(bytes)) {
        for (int i = 0; i < namesAndTexts.length; i += 2) {
          out.putNextEntry(new ZipEntry(namesAndTexts[i]));
          out.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        }
      }
      return bytes.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(ArchiveCompression.class)
    void theArchiveIsCompressedIfAsked(ArchiveCompression compression) throws IOException {
      SourceFile file = folder.source("lsb.users", GROUPS);
      StagedFile staged = stage(folder.dataset(), folder.area(compression, 1000), file);
      String suffix = Map.of("NONE", "", "GZIP", ".gz", "ZSTD", ".zst").get(compression.name());
      String name = file.fileId() + "-" + staged.stageId() + "-1.ndjson" + suffix;
      assertThat(staged.ndjsonParts(), contains(folder.uri("archive/") + name));
      assertThat(text(staged.ndjsonParts().get(0)), is(ARCHIVED));
    }

    @Test
    void progressIsTheStoredBytesAndTheRecords() throws IOException {
      StagingProgress progress = new StagingProgress();
      SourceFile file =
          folder.source("x.gz", gzip(GROUPS.repeat(1000).getBytes(StandardCharsets.UTF_8)));
      FileStager stager =
          new FileStager(folder.dataset(new Tolerance(null, 1.0)), folder.area(), progress);
      StagedFile staged = stager.stage(file);
      assertThat(staged.failure(), is(nullValue()));
      stager.finish();
      assertThat(
          progress.reached(),
          is(new StagingProgress.Reached(0, file.sizeBytes(), staged.accepted())));
    }

    @Test
    void aCancelledProcessReadsNoFurther() throws IOException {
      StagingProgress progress = new StagingProgress();
      FileStager stager = new FileStager(folder.dataset(), folder.area(), progress);
      progress.cancel();
      SourceFile file = folder.source("lsb.users", GROUPS);
      assertThrows(CancellationException.class, () -> stager.stage(file));
      stager.finish();
      assertThat(progress.reached(), is(new StagingProgress.Reached(0, 0, 0)));
    }

    @Test
    void includesAreMentioned() throws IOException {
      StagedFile staged = stage(folder.source("lsb.users", "#INCLUDE \"x\"\n" + GROUPS));
      assertThat(staged.failure(), is(nullValue()));
      assertThat(staged.messages(), contains("line 1: #INCLUDE \"x\" is not followed"));
    }
  }

  @Nested
  class Rejects {
    private static final int MANY = 25;

    private final String bad = "bad (\n";

    private StagedFile tolerated(String lines, int rejectsPerFile) throws IOException {
      Dataset dataset = folder.dataset(new Tolerance((long) MANY, null));
      StagingArea area = folder.area(ArchiveCompression.NONE, rejectsPerFile);
      return stage(dataset, area, folder.source("lsb.users", section(lines)));
    }

    @Test
    void toleratedOnesArePublishedAsCsv() throws IOException {
      StagedFile staged = tolerated("g u1\nbad (\"u1, # c\nall (u1 u2)\n", 1000);
      String id = staged.stageId();
      assertThat(staged.failure(), is(nullValue()));
      assertThat(staged.source(), is(4L));
      assertThat(staged.accepted(), is(1L));
      assertThat(staged.rejected(), is(3L));
      assertThat(staged.rejectedLines(), is(2L));
      assertThat(staged.rejectPart(), is(folder.uri("parts/") + "rejects-" + id + ".csv"));
      String first = "expected ')' to close this '(' but found the end of the line";
      String second = "GROUP_NAME: expected a group's name but found the reserved all";
      assertThat(
          text(String.valueOf(staged.rejectPart())),
          is(
              (id + ",4,5," + first + ",\"bad (\"\"u1, # c\"\n")
                  + (id + ",5,1," + second + ",all (u1 u2)\n")));
      assertThat(
          staged.messages(), contains("line 4, column 5: " + first, "line 5, column 1: " + second));
      assertThat(staged.ndjsonParts(), hasSize(1));
    }

    @Test
    void tooManyFailTheFileAndTakeItsNdjsonAway() throws IOException {
      StagedFile staged = tolerated("g u1\n" + bad.repeat(MANY + 1), 1000);
      assertThat(staged.failure(), is("26 of 28 lines rejected, at most 25 tolerated"));
      assertThat(staged.accepted(), is(1L));
      assertThat(staged.rejected(), is(26L));
      assertThat(staged.rejectedLines(), is(26L));
      assertThat(staged.csvParts(), is(empty()));
      assertThat(staged.ndjsonParts(), is(empty()));
      assertThat(folder.archived(), is(empty()));
      assertThat(text(String.valueOf(staged.rejectPart())).lines().count(), is(26L));
    }

    @Test
    void oneIsTooManyByDefault() throws IOException {
      StagedFile staged = stage(folder.source("lsb.users", section("g u1\n" + bad)));
      assertThat(staged.failure(), is("1 of 3 lines rejected, none tolerated"));
    }

    @Test
    void aBoundedNumberIsKeptAndAllAreCounted() throws IOException {
      StagedFile staged = tolerated(bad.repeat(3), 2);
      assertThat(text(String.valueOf(staged.rejectPart())).lines().count(), is(2L));
      assertThat(staged.rejectedLines(), is(3L));
      assertThat(staged.rejected(), is(3L));
    }

    @Test
    void noneMayBeKept() throws IOException {
      StagedFile staged = tolerated(bad.repeat(3), 0);
      assertThat(staged.rejectPart(), is(nullValue()));
      assertThat(staged.rejectedLines(), is(3L));
      assertThat(folder.parts(), is(empty()));
    }

    @Test
    void theFirstTwentyAreMentioned() throws IOException {
      StagedFile staged = tolerated("#include x\n" + bad.repeat(24), 1000);
      String reason = ", column 5: expected ')' to close this '(' but found the end of the line";
      assertThat(staged.messages(), hasSize(21));
      assertThat(staged.messages().get(0), is("line 3: #INCLUDE x is not followed"));
      assertThat(staged.messages().get(1), is("line 4" + reason));
      assertThat(staged.messages().get(19), is("line 22" + reason));
      assertThat(staged.messages().get(20), is("and 5 more"));
    }

    @Test
    void aNulIsReplacedInTheText() throws IOException {
      StagedFile staged = tolerated("g u\0\n", 1000);
      assertThat(
          text(String.valueOf(staged.rejectPart())),
          is(
              staged.stageId()
                  + ",3,4,expected text but found the control character 0x00,g u\ufffd\n"));
    }
  }

  @Nested
  class Failed {
    private void assertFailed(StagedFile staged, String failure) throws IOException {
      assertThat(staged.failure(), is(failure));
      assertThat(staged.csvParts(), is(empty()));
      assertThat(staged.ndjsonParts(), is(empty()));
      assertThat(folder.archived(), is(empty()));
    }

    @Test
    void aFileThatWasDeletedSinceItWasListed() throws IOException {
      SourceFile file = folder.source("lsb.users", GROUPS);
      Files.delete(folder.path("in/lsb.users"));
      StagedFile staged = stage(file);
      assertFailed(staged, "expected the listed file but it was deleted since");
      assertThat(
          staged,
          is(
              StagedFile.builder(file, staged.stageId())
                  .extractedAt(MODIFIED)
                  .failure(staged.failure())
                  .build()));
    }

    @Test
    void aLinkToNothing() throws IOException {
      SourceFile file = folder.source("lsb.users", GROUPS);
      Files.delete(folder.path("in/lsb.users"));
      Files.createSymbolicLink(folder.path("in/lsb.users"), Path.of("missing"));
      assertFailed(stage(file), "expected the listed file but it was deleted since");
    }

    @Test
    void aFileOfAnotherSizeThanListed() throws IOException {
      SourceFile listed = folder.source("lsb.users", GROUPS);
      folder.source("lsb.users", GROUPS + "# more\n");
      assertFailed(
          stage(listed),
          "expected the listed version but the file changed since; the next run loads the new one");
    }

    @Test
    void aFileOfAnotherTimeThanListed() throws IOException {
      SourceFile listed = folder.source("lsb.users", GROUPS);
      Files.setLastModifiedTime(
          folder.path("in/lsb.users"), FileTime.from(MODIFIED.plusMillis(988)));
      assertFailed(
          stage(listed),
          "expected the listed version but the file changed since; the next run loads the new one");
    }

    @Test
    void aFileThatGrowsWhileItIsRead() throws IOException {
      SourceFile listed = folder.source("lsb.users", GROUPS);
      FileStager stager =
          new FileStager(
              folder.dataset(),
              folder.area(),
              new StagingProgress(
                  bytes -> {
                    try {
                      Files.writeString(folder.path("in/lsb.users"), GROUPS + "# more\n");
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  }));
      StagedFile staged = stager.stage(listed);
      stager.finish();
      assertFailed(
          staged,
          "expected the listed version but the file changed since; the next run loads the new one");
    }

    @Test
    void aFileThatIsDeletedWhileItIsRead() throws IOException {
      SourceFile listed = folder.source("lsb.users", GROUPS);
      FileStager stager =
          new FileStager(
              folder.dataset(),
              folder.area(),
              new StagingProgress(
                  bytes -> {
                    try {
                      Files.deleteIfExists(folder.path("in/lsb.users"));
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  }));
      StagedFile staged = stager.stage(listed);
      stager.finish();
      assertFailed(staged, "expected the listed file but it was deleted while it was read");
    }

    @Test
    void aDirectory() throws IOException {
      SourceFile listed = folder.source("lsb.users", GROUPS);
      Files.delete(folder.path("in/lsb.users"));
      Files.createDirectory(folder.path("in/lsb.users"));
      assertFailed(stage(listed), "expected a file but found a directory");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aDevice() throws IOException {
      SourceFile listed = new SourceFile("file:///dev/null", null, 0, MODIFIED, Map.of());
      assertFailed(stage(listed), "expected a regular file but found a device, pipe or socket");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aFileThatMayNotBeRead() throws IOException {
      SourceFile listed = folder.source("lsb.users", GROUPS);
      Files.setPosixFilePermissions(folder.path("in/lsb.users"), Set.of());
      assumeFalse(Files.isReadable(folder.path("in/lsb.users")), "this user may read any file");
      assertFailed(stage(listed), "expected a readable file but reading it is not permitted");
    }

    /** As {@code man 5 proc} says, reading page 0 of a process gives EIO. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileWhoseReadFails() throws IOException {
      SourceFile listed = new SourceFile("file:///proc/self/mem", null, 0, MODIFIED, Map.of());
      assertFailed(
          stage(listed), "expected a readable file but reading it failed: Input/output error");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aLinkToItself() throws IOException {
      SourceFile listed = folder.source("lsb.users", GROUPS);
      Path file = folder.path("in/lsb.users");
      Files.delete(file);
      Files.createSymbolicLink(file, file);
      assertThat(
          stage(listed).failure(),
          startsWith(
              "expected a readable file but reading it failed: Too many levels of symbolic links"));
    }

    /** Linux answers EIO to who reads the first bytes of a process's memory. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aDiskThatBreaksWhileItIsRead() throws IOException {
      SourceFile listed = folder.source("lsb.users", GROUPS);
      Path file = folder.path("in/lsb.users");
      Files.delete(file);
      Files.createSymbolicLink(file, Path.of("/proc/self/mem"));
      Dataset dataset = folder.dataset();
      Dataset anywhere =
          new Dataset(
              dataset.name(),
              dataset.input(),
              dataset.format(),
              dataset.table(),
              dataset.publish(),
              dataset.key(),
              dataset.tolerance(),
              dataset.minAge(),
              dataset.order(),
              dataset.zipEntries(),
              Links.ANYWHERE,
              dataset.absentColumns(),
              Digest.NONE);
      assertThat(
          stage(anywhere, folder.area(), listed).failure(),
          is("expected a readable file but reading it failed: Input/output error"));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aLinkOutOfTheInputsFolder() throws IOException {
      Path secret = Files.writeString(folder.path("secret"), "root:x:0:0\n").toRealPath();
      folder.source("other", GROUPS);
      Files.createSymbolicLink(folder.path("in/lsb.users"), folder.path("secret"));
      SourceFile linked = Storage.find(folder.uri("in/lsb.users"), Map.of()).orElseThrow();
      StagedFile staged = stage(linked);
      assertFailed(
          staged,
          "expected a file in "
              + folder.path("in")
              + " but found a link out of it, to "
              + secret
              + "; put the file there, or set datasets.user_groups.links to anywhere");
      assertThat(staged.isRefused(), is(true));
      assertThat(staged.rejectPart(), is(nullValue()));

      Dataset strict = folder.dataset();
      Dataset open =
          new Dataset(
              strict.name(),
              strict.input(),
              strict.format(),
              strict.table(),
              strict.publish(),
              strict.key(),
              strict.tolerance(),
              Duration.ZERO,
              List.of(),
              ZipEntries.ONE,
              Links.ANYWHERE,
              AbsentColumns.KEEP,
              Digest.NONE);
      assertThat(stage(open, folder.area(), linked).failure(), startsWith("line 1: "));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aSidecarThatIsALinkOutOfTheInputsFolder() throws IOException {
      Files.writeString(folder.path("secret"), "secret\n");
      SourceFile file = folder.source("lsb.users", GROUPS);
      Files.createSymbolicLink(folder.path("in/lsb.users.manifest.json"), folder.path("secret"));
      assertThat(
          stage(file).failure(),
          startsWith(
              "sidecar manifest: expected a file in "
                  + folder.path("in")
                  + " but found a link out of it, to "));
    }

    @Test
    void aNameThatIsNotUtf8() throws IOException {
      SourceFile listed =
          new SourceFile(folder.uri("in/latin1 \ufffd"), null, 0, Instant.EPOCH, Map.of());
      assertFailed(
          stage(listed), "expected a name in UTF-8 but found other bytes; rename the file");
    }

    @Test
    void aStructuralFault() throws IOException {
      StagedFile staged = stage(folder.source("lsb.users", GROUPS + "Begin UserGroup\n"));
      assertFailed(
          staged,
          "line 8: expected 'End UserGroup' to close this section but found the end of the file");
      assertThat(staged.accepted(), is(3L));
    }

    @Test
    void aFaultWhateverTheTolerance() throws IOException {
      Dataset tolerant = folder.dataset(new Tolerance(1000L, 1.0));
      SourceFile file = folder.source("lsb.users", "End UserGroup\n");
      assertFailed(
          stage(tolerant, folder.area(), file),
          "line 1: not an lsb.users file: no section is in it; line 1: expected 'Begin UserGroup'"
              + " but found 'End'");
    }

    @Test
    void aTruncatedGzip() throws IOException {
      byte[] stored = gzip(GROUPS.getBytes(StandardCharsets.UTF_8));
      for (int length : new int[] {2, 5, 11, 40, stored.length - 9, stored.length - 1}) {
        StagedFile staged = stage(folder.source("x.gz", Arrays.copyOf(stored, length)));
        assertThat(
            staged.failure(), startsWith("expected a complete gzip file but found damage: "));
        assertThat(staged.csvParts(), is(empty()));
        assertThat(staged.ndjsonParts(), is(empty()));
        assertThat(folder.archived(), is(empty()));
      }
    }

    @Test
    void aTruncatedGzipKeepsCountOfWhatWasRead() throws IOException {
      byte[] stored =
          gzip(section("g u1\n" + "h (\n" + " ".repeat(300_000)).getBytes(StandardCharsets.UTF_8));
      StagedFile staged = stage(folder.source("x.gz", Arrays.copyOf(stored, stored.length - 9)));
      assertThat(staged.accepted(), is(1L));
      assertThat(staged.rejectedLines(), is(1L));
      assertThat(folder.archived(), is(empty()));
    }

    @Test
    void aFileThatUnpacksToMoreThanAllowed() throws IOException {
      assertFailed(
          stage(folder.source("x.gz", gzip(new byte[1_000_001]))),
          "expected at most 1000000 bytes of unpacked text (maxDecompressedBytes) but found more");
    }
  }

  @Nested
  class WithASidecar {
    private SourceFile file = new SourceFile("none", null, 0, Instant.EPOCH, Map.of());

    @BeforeEach
    void writeTheFile() throws IOException {
      file = folder.source("lsb.users", GROUPS);
    }

    private StagedFile stageWith(String sidecar) throws IOException {
      Files.writeString(folder.path("in/lsb.users.manifest.json"), sidecar);
      return stage(file);
    }

    private static String sidecar(long count, String sha256, long bytes) {
      return ("{\"source_record_count\": %d, \"sha256\": \"%s\", \"bytes\": %d,"
              + " \"extracted_at\": \"2025-06-05T23:59:59.999Z\"}")
          .formatted(count, sha256, bytes);
    }

    private static String sha256() {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(digest.digest(GROUPS.getBytes(StandardCharsets.UTF_8)));
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e);
      }
    }

    private void assertFailed(StagedFile staged, String failure) throws IOException {
      assertThat(staged.failure(), is(failure));
      assertThat(staged.csvParts(), is(empty()));
      assertThat(staged.ndjsonParts(), is(empty()));
      assertThat(folder.archived(), is(empty()));
    }

    @Test
    void aCountThatWasNotTakenAtTheOriginIsTakenHereAndSaid() throws IOException {
      String sidecar =
          sidecar(3, sha256(), GROUPS.length())
              .replaceFirst(
                  "\"source_record_count\": *3",
                  "\"source_record_count_unknown\": \"the container has no awk\"");
      StagedFile staged = stageWith(sidecar);
      assertThat(staged.failure(), is(nullValue()));
      assertThat(staged.source(), is(3L));
      assertThat(
          staged.messages(),
          is(List.of("no source count was taken at the origin: the container has no awk")));
      assertThat(
          stageWith(sidecar.replace(sha256(), "0".repeat(64))).failure(),
          startsWith("sidecar manifest: expected sha256 0000"));
    }

    @Test
    void theSourceCountAndTheTimeAreTheSidecars() throws IOException {
      StagedFile staged = stageWith(sidecar(3, sha256(), GROUPS.length()));
      assertThat(staged.failure(), is(nullValue()));
      assertThat(staged.source(), is(3L));
      assertThat(staged.extractedAt(), is(Instant.parse("2025-06-05T23:59:59Z")));
      assertThat(
          text(staged.ndjsonParts().get(0)),
          is(ARCHIVED.replace("2025-06-06T10:00:00Z", "2025-06-05T23:59:59Z")));
    }

    @Test
    void theBytesAreThoseOfTheStoredFile() throws IOException {
      byte[] stored = gzip(GROUPS.getBytes(StandardCharsets.UTF_8));
      file = folder.source("lsb.users", stored);
      assertThat(
          stageWith(sidecar(3, sha256(), GROUPS.length())).failure(),
          is(
              "sidecar manifest: expected "
                  + GROUPS.length()
                  + " bytes but found "
                  + stored.length));
    }

    @Test
    void anotherLengthFails() throws IOException {
      long length = GROUPS.length();
      assertFailed(
          stageWith(sidecar(3, sha256(), length + 1)),
          "sidecar manifest: expected " + (length + 1) + " bytes but found " + length);
    }

    @Test
    void anotherDigestFails() throws IOException {
      String other = "0".repeat(64);
      assertFailed(
          stageWith(sidecar(3, other, GROUPS.length())),
          "sidecar manifest: expected sha256 " + other + " but found " + sha256());
    }

    @Test
    void anotherCountDoesNotBalance() throws IOException {
      StagedFile staged = stageWith(sidecar(4, sha256(), GROUPS.length()));
      assertFailed(
          staged,
          "does not balance: expected 4 records by the source count but found 3 accepted and 0"
              + " rejected; the sidecar manifest's count was taken of the same bytes by another"
              + " counting rule, with other settings of the format or by another version: extract"
              + " the file again");
      assertThat(staged.source(), is(4L));
    }

    @Test
    void aMalformedOneFails() throws IOException {
      assertFailed(
          stageWith("{\"source_record_count\": 3, \"sha256\": \"x\"}"),
          "sidecar manifest: sha256: expected 64 hexadecimal digits but found \"x\"");
      assertFailed(stageWith("[]"), "sidecar manifest: expected a JSON object but found ARRAY");
      assertThat(
          stageWith("{").failure(),
          startsWith("sidecar manifest: expected a JSON object but found Unexpected end-of-input"));
    }

    @Test
    void anEmptyOneFails() throws IOException {
      assertFailed(stageWith(""), "sidecar manifest: expected a JSON object but found MISSING");
    }

    @Test
    void aHugeOneFails() throws IOException {
      String padded = sidecar(3, sha256(), GROUPS.length()).replace("{", "{" + " ".repeat(2 << 20));
      assertThat(stageWith(padded).failure(), startsWith("sidecar manifest: expected a JSON "));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aLoopInItsPlaceFails() throws IOException {
      Path sidecar = folder.path("in/lsb.users.manifest.json");
      Files.createSymbolicLink(sidecar, sidecar);
      assertThat(
          stage(file).failure(),
          startsWith(
              "sidecar manifest: expected a readable file but reading it failed: Too many levels"));
    }

    /** {@code NAME_MAX} is 255 bytes. */
    @ParameterizedTest
    @ValueSource(ints = {241, 242, 255})
    void aNameMayLeaveNoRoomForIt(int length) throws IOException {
      file = folder.source("x".repeat(length), GROUPS);
      StagedFile staged = stage(file);
      assertThat(staged.failure(), is(nullValue()));
      assertThat(staged.source(), is(3L));
    }

    @Test
    void aDirectoryInItsPlaceFails() throws IOException {
      Files.createDirectory(folder.path("in/lsb.users.manifest.json"));
      assertFailed(stage(file), "sidecar manifest: expected a file but found a directory");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void oneThatMayNotBeReadFails() throws IOException {
      Path sidecar = Files.createFile(folder.path("in/lsb.users.manifest.json"));
      Files.setPosixFilePermissions(sidecar, Set.of());
      assumeFalse(Files.isReadable(sidecar), "this user may read any file");
      assertFailed(
          stage(file),
          "sidecar manifest: expected a readable file but reading it is not permitted");
    }

    @Test
    void aDeletedFileIsNotBlamedOnItsSidecar() throws IOException {
      Files.delete(folder.path("in/lsb.users"));
      assertFailed(
          stageWith(sidecar(3, sha256(), GROUPS.length())),
          "expected the listed file but it was deleted since");
    }
  }

  @Nested
  class Thrown {
    @Test
    void aStagingAreaThatCannotBeWritten() throws IOException {
      SourceFile file = folder.source("lsb.users", GROUPS);
      Files.writeString(folder.path("archive"), "a file where the folder should be");
      assertThrows(IOException.class, () -> stage(file));
    }

    /** A folder that cannot be made there fails as if it did not exist: not the file's fault. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aStagingAreaThatDoesNotExist() throws IOException {
      SourceFile file = folder.source("lsb.users", GROUPS);
      StagingArea area =
          new StagingArea(
              folder.uri("parts/"),
              "file:///proc/no-such-folder/",
              ArchiveCompression.NONE,
              1000,
              1000);
      assertThrows(IOException.class, () -> stage(folder.dataset(), area, file));
    }
  }
}
