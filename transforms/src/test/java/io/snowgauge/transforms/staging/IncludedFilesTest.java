package io.snowgauge.transforms.staging;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.lsf.BadEntries;
import io.snowgauge.transforms.lsf.IncludeRule;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludedFilesTest {
  private static final String HEAD = "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\n";

  @TempDir private Path root;
  private StagingFolder folder = new StagingFolder(Path.of("."));

  @BeforeEach
  void useTheFolder() {
    folder = new StagingFolder(root);
  }

  private Dataset dataset(String... folders) {
    return new Dataset(
        "user_groups",
        InputPattern.parse(folder.uri("in/lsb.users*")),
        new UserGroupFormat(
            1000,
            BadEntries.REJECT_LINE,
            TextEncoding.UTF_8,
            List.of(),
            new IncludeRule(true, List.of(folders))),
        "T",
        PublishMode.APPEND,
        List.of(),
        Tolerance.NONE);
  }

  private SourceFile including(String... names) throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    for (String name : names) {
      text.append("#INCLUDE \"").append(name).append("\"\n");
    }
    return folder.source("lsb.users", text + "End UserGroup\n");
  }

  private void write(String name, String text) throws IOException {
    Path path = folder.path(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private StagedFile stage(Dataset dataset, SourceFile file) throws IOException {
    FileStager stager = new FileStager(dataset, folder.area(), new StagingProgress());
    StagedFile staged = stager.stage(file);
    stager.finish();
    return staged;
  }

  private StagedFile stageNow(Dataset dataset, SourceFile file) throws IOException {
    return stage(dataset, IncludedFiles.identified(dataset, file));
  }

  private void assertFault(Dataset dataset, SourceFile file, String fault) throws IOException {
    assertThat(stageNow(dataset, file).failure(), is(fault));
  }

  @Test
  void namesAreRelativeToTheFileThatHasThem() throws IOException {
    SourceFile file = including("more/a", "./more/../b");
    write("in/more/a", "a u\n#include c\n");
    write("in/more/c", "c (u v)\n");
    write("in/b", "b u\n");
    StagedFile staged = stageNow(dataset(), file);
    assertThat(staged.failure(), is(nullValue()));
    assertThat(staged.source(), is(4L));
    assertThat(staged.accepted(), is(4L));
  }

  @Test
  void oneThatIsAnInputOfItsOwnIsTold() throws IOException {
    SourceFile file = including("lsb.users.rows", "rows");
    write("in/lsb.users.rows", "a u\n");
    write("in/rows", "b u\n");
    StagedFile staged = stageNow(dataset(), file);
    assertThat(staged.accepted(), is(2L));
    assertThat(
        staged.messages(),
        contains(
            "#INCLUDE: "
                + folder.uri("in/lsb.users.rows")
                + " is itself a file of the dataset: its records are loaded with each of the two"));
  }

  @Test
  void filesMayBePacked() throws IOException {
    SourceFile file = including("a.gz");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write("a u\n".getBytes(StandardCharsets.UTF_8));
    }
    Files.write(folder.path("in/a.gz"), bytes.toByteArray());
    assertThat(stageNow(dataset(), file).accepted(), is(1L));
  }

  @Test
  void whatIsIncludedIsPartOfTheVersion() throws IOException {
    Dataset dataset = dataset();
    SourceFile file = including("a");
    write("in/a", "a u\n");
    SourceFile first = IncludedFiles.identified(dataset, file);
    assertThat(first.fileId(), is(not(file.fileId())));
    assertThat(IncludedFiles.identified(dataset, file), is(first));
    write("in/a", "a v\n");
    SourceFile second = IncludedFiles.identified(dataset, file);
    assertThat(second.fileId(), is(not(first.fileId())));
    assertThat(stage(dataset, second).failure(), is(nullValue()));
    assertThat(stage(dataset, first).failure(), is(ReadFailure.CHANGED));
    assertThat(stage(dataset, file).failure(), is(ReadFailure.CHANGED));
  }

  /** Merges and replacements go by it. */
  @Test
  void aVersionIsAsNewAsTheNewestFile() throws IOException {
    SourceFile file = including("a");
    write("in/a", "a u\n");
    Instant later = Instant.parse("2026-01-02T03:04:05Z");
    Files.setLastModifiedTime(folder.path("in/a"), FileTime.from(later));
    assertThat(IncludedFiles.identified(dataset(), file).lastModified(), is(later));
    Files.setLastModifiedTime(folder.path("in/a"), FileTime.from(Instant.EPOCH));
    assertThat(IncludedFiles.identified(dataset(), file).lastModified(), is(file.lastModified()));
  }

  /** Of a local file its size and time are all that tell its versions. */
  @Test
  void aChangeOfTheFileItselfIsSeenWhereAnIncludedOneIsNewer() throws IOException {
    Dataset dataset = dataset();
    SourceFile file = including("a");
    write("in/a", "a u\n");
    write("in/b", "b u\n");
    for (String name : List.of("in/a", "in/b")) {
      Instant later = Instant.parse("2026-01-02T03:04:05Z");
      Files.setLastModifiedTime(folder.path(name), FileTime.from(later));
    }
    SourceFile before = IncludedFiles.identified(dataset, file);
    Path path = folder.path("in/lsb.users");
    Files.writeString(path, Files.readString(path).replace("GROUP_MEMBER", "USER_MEMBERS"));
    Files.setLastModifiedTime(path, FileTime.from(file.lastModified().plusSeconds(1)));
    SourceFile now = Storage.find(file.uri(), Map.of()).orElseThrow();
    SourceFile after = IncludedFiles.identified(dataset, now);
    assertThat(after.sizeBytes(), is(before.sizeBytes()));
    assertThat(after.lastModified(), is(before.lastModified()));
    assertThat(after.fileId(), is(not(before.fileId())));
    assertThat(stage(dataset, before).failure(), is(ReadFailure.CHANGED));
  }

  /** Who may put a link there need not be allowed to read what it leads to. */
  @Test
  void aLinkOutOfTheFolderIsNotReadForWhatItIncludes() throws IOException {
    write("out/lsb.users", "#INCLUDE a\n");
    write("in/a", HEAD + "a u\nEnd UserGroup\n");
    Files.createSymbolicLink(folder.path("in/lsb.users"), folder.path("out/lsb.users"));
    SourceFile link = Storage.find(folder.uri("in/lsb.users"), Map.of()).orElseThrow();
    assertThat(IncludedFiles.identified(dataset(), link), is(link));
  }

  @Test
  void aFileThatIncludesNothingIsTheVersionThatItAlwaysWas() throws IOException {
    SourceFile file = including();
    assertThat(IncludedFiles.identified(dataset(), file), is(file));
    SourceFile other = including("a");
    write("in/a", "a u\n");
    Dataset told = folder.dataset();
    assertThat(IncludedFiles.identified(told, other), is(other));
    assertThat(stage(told, other).failure(), is(nullValue()));
  }

  @Test
  void aFileThatComesLaterMakesAnotherVersion() throws IOException {
    Dataset dataset = dataset();
    SourceFile file = including("a");
    SourceFile without = IncludedFiles.identified(dataset, file);
    assertThat(
        stage(dataset, without).failure(),
        is("line 3: #INCLUDE \"a\": expected a file but found none"));
    write("in/a", "a u\n");
    SourceFile with = IncludedFiles.identified(dataset, file);
    assertThat(with.fileId(), is(not(without.fileId())));
    assertThat(stage(dataset, with).accepted(), is(1L));
  }

  @Test
  void filesElsewhereMustBeAllowed() throws IOException {
    write("out/a", "a u\n");
    String absolute = folder.path("out/a").toString();
    String below = "expected a file below " + folder.uri("in/");
    for (String name : List.of("../out/a", absolute)) {
      assertFault(
          dataset(),
          including(name),
          "line 3: #INCLUDE \"" + name + "\": " + below + "; see format.includeFolders");
      assertThat(stageNow(dataset(folder.uri("out/")), including(name)).accepted(), is(1L));
    }
    Files.createSymbolicLink(folder.path("in/link"), folder.path("out/a"));
    assertFault(
        dataset(),
        including("link"),
        "line 3: #INCLUDE \"link\": expected no link to a file elsewhere");
  }

  @Test
  void cyclesDepthAndNumberAreBounded() throws IOException {
    write("in/a", "#include b\n");
    write("in/b", "\n#include a\n");
    String b = folder.uri("in/b");
    assertFault(
        dataset(),
        including("a"),
        "line 3: in " + b + ", line 2: #INCLUDE a: expected another file but it includes itself");
    assertFault(
        dataset(),
        including("lsb.users"),
        "line 3: #INCLUDE \"lsb.users\": expected another file but it includes itself");
    for (int i = 0; i < 20; i++) {
      write("in/d" + i, "#include d" + (i + 1) + "\n");
    }
    assertFault(
        dataset(),
        including("d0"),
        "line 3: in "
            + folder.uri("in/d15")
            + ", line 1: #INCLUDE d16: expected at most 16 files in each other but found more");
    write("in/none", "");
    write("in/many", "#include none\n".repeat(1000));
    assertFault(
        dataset(),
        including("many"),
        "line 3: in "
            + folder.uri("in/many")
            + ", line 1000: #INCLUDE none: expected at most 1000 includes but found more");
  }

  @Test
  void aFileIsNotKeptThatIsTooLarge() throws IOException {
    write("in/large", "#".repeat((16 << 20) + 1));
    assertFault(
        dataset(),
        including("large"),
        "line 3: #INCLUDE \"large\": expected at most 16777216 bytes, 67108864 with others, but"
            + " found more");
  }

  /** So that a few names do not become a large file. */
  @Test
  void textIsBoundedHoweverOftenItIsIncluded() throws IOException {
    write("in/large", ("# " + "x".repeat(998) + "\n").repeat(16_000));
    String[] names = new String[9];
    Arrays.fill(names, "large");
    assertFault(
        dataset(),
        including(names),
        "line 11: #INCLUDE \"large\": expected at most 134217728 bytes that are included but found"
            + " more");
  }

  @Test
  void namesThatAreNoneAreRefused() throws IOException {
    for (String name : List.of("", "more")) {
      Files.createDirectories(folder.path("in/more"));
      SourceFile file = including(name);
      String failure = String.valueOf(stageNow(dataset(), file).failure());
      assertThat(failure, failure.startsWith("line 3: #INCLUDE \"" + name + "\": "), is(true));
    }
    assertThat(Storage.find(folder.uri("in/lsb.users"), Map.of()).isPresent(), is(true));
  }
}
