package io.snowgauge.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

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
import io.snowgauge.transforms.lsf.BadEntries;
import io.snowgauge.transforms.lsf.IncludeRule;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileListingTest {
  @TempDir Path folder;
  private String root = "";

  @BeforeEach
  void nameTheRoot() {
    root = Storage.localUri(folder) + "/";
  }

  private Path create(String... names) throws IOException {
    Path last = folder;
    for (String name : names) {
      last = folder.resolve(name);
      Files.createDirectories(last.toAbsolutePath().getParent());
      Files.writeString(last, "text");
    }
    return last;
  }

  private List<SourceFile> list(String glob) throws IOException {
    return FileListing.of(InputPattern.parse(root + glob));
  }

  /** What a glob finds, without the part that all have in common. */
  private List<String> found(String glob) throws IOException {
    return list(glob).stream().map(file -> file.uri().substring(root.length())).toList();
  }

  @Test
  void listsVersionsWithSizeTimeAndCaptures() throws Exception {
    Path file = create("aurora/2025-06-06/lsb.users");
    Instant modified = Instant.parse("2025-06-06T10:00:00.123456789Z");
    Files.setLastModifiedTime(file, FileTime.from(modified));
    Instant kept = Files.getLastModifiedTime(file).toInstant();
    assertThat(
        list("{farm}/{date}/lsb.*"),
        contains(
            new SourceFile(
                root + "aurora/2025-06-06/lsb.users",
                null,
                4,
                kept,
                Map.of("farm", "aurora", "date", "2025-06-06"))));
  }

  @Test
  void ordersByUri() throws Exception {
    create("b/x", "a/z", "a/y", "B/x", "a-/x");
    assertThat(found("*/*"), contains("B/x", "a-/x", "a/y", "a/z", "b/x"));
  }

  @Test
  void aPlainPathIsOneFile() throws Exception {
    create("a/lsb.users", "a/lsb.users2");
    assertThat(found("a/lsb.users"), contains("a/lsb.users"));
  }

  @Test
  void keepsToTheDepthOfThePattern() throws Exception {
    create("x", "a/x", "a/b/x");
    assertThat(found("*"), contains("a", "x"));
    assertThat(found("*/x"), contains("a/x"));
    assertThat(found("*/*/x"), contains("a/b/x"));
  }

  @Test
  void twoStarsStandForFoldersOfAnyDepth() throws Exception {
    create("x", "a/x", "a/b/x", "a/b/y");
    assertThat(found("**/x"), contains("a/b/x", "a/x", "x"));
    assertThat(found("a/**/x"), contains("a/b/x", "a/x"));
    assertThat(found("**/b/*"), contains("a/b/x", "a/b/y"));
  }

  @Test
  void twoStarsAtTheEndAreFilesOfAnyDepthAndNoFolders() throws Exception {
    create("x", "a/x", "a/b/x");
    assertThat(found("**"), contains("a/b/x", "a/x", "x"));
    assertThat(found("a/**"), contains("a/b/x", "a/x"));
  }

  @Test
  void listsAFileOnceHoweverManyWaysThePatternReachesIt() throws Exception {
    create("a/a/a/x");
    assertThat(found("**/a/**/x"), contains("a/a/a/x"));
  }

  @Test
  void namesThatStartWithADotAreOnlyMatchedBySuch() throws Exception {
    create(".x", "x", ".hidden/x", "a/.x", "a/.y/z");
    assertThat(found("*"), contains("a", "x"));
    assertThat(found(".*"), contains(".hidden", ".x"));
    assertThat(found("*/*"), empty());
    assertThat(found("**/*"), contains("a", "x"));
    assertThat(found(".hidden/*"), contains(".hidden/x"));
    assertThat(found("**/.x"), contains(".x", "a/.x"));
  }

  @Test
  void filesThatOnlyTheirDotsKeepOutAreCounted() throws Exception {
    create(".x", "x", ".x.manifest.json", "y", ".hidden/x", "a/.x", "a/b/.x");
    assertThat(hidden("*"), is(1));
    assertThat(hidden("[xy]"), is(0));
    assertThat(hidden(".*"), is(0));
    assertThat(hidden("{farm}/*x"), is(1));
    assertThat(hidden("**/*"), is(3));
    assertThat(hidden("**/**/*x"), is(3));
    assertThat(hidden("**"), is(3));
  }

  private int hidden(String glob) throws IOException {
    return FileListing.listed(InputPattern.parse(root + glob)).hidden();
  }

  @Test
  void sidecarsAreNotData() throws Exception {
    create("x", "x.manifest.json");
    assertThat(found("*"), contains("x"));
  }

  @Test
  void capturesThatOccurTwiceMustAgree() throws Exception {
    create("a/a.txt", "a/b.txt");
    assertThat(found("{farm}/{farm}.txt"), contains("a/a.txt"));
  }

  @Test
  void datesMustBeDates() throws Exception {
    create("2025-06-06", "2025-13-01", "today");
    assertThat(found("{date}"), contains("2025-06-06"));
  }

  @Test
  void aFolderThatMatchesTheWholePatternIsListedSoThatItFails() throws Exception {
    create("farm/lsb.users/x", "farm/lsb.users.2");
    assertThat(found("*/lsb.users*"), contains("farm/lsb.users", "farm/lsb.users.2"));
  }

  @Test
  void aLinkToNothingIsListedSoThatItFails() throws Exception {
    Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("gone"));
    assertThat(
        list("*"), contains(new SourceFile(root + "dangling", null, 0, Instant.EPOCH, Map.of())));
  }

  @Test
  void aLinkToItselfIsListedSoThatItFails() throws Exception {
    create("ok");
    Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
    assertThat(found("*"), contains("loop", "ok"));
  }

  @Test
  void linksToFilesAndFoldersAreFollowed() throws Exception {
    create("real/x");
    Files.createSymbolicLink(folder.resolve("folder"), folder.resolve("real"));
    Files.createSymbolicLink(folder.resolve("file"), folder.resolve("real/x"));
    assertThat(found("*/x"), contains("folder/x", "real/x"));
    assertThat(found("file"), contains("file"));
    assertThat(list("file").get(0).sizeBytes(), is(4L));
  }

  @Test
  void twoStarsDoNotFollowLinksToFoldersAndSoEnd() throws Exception {
    create("a/x");
    Files.createSymbolicLink(folder.resolve("a/up"), folder);
    assertThat(found("**/x"), contains("a/x"));
  }

  @Test
  void aRootThatDoesNotExistHoldsNothing() throws Exception {
    assertThat(found("gone/*/x"), empty());
    create("file");
    assertThat(found("file/*"), empty());
  }

  @Test
  void namesMayHoldWhatIsSpecialElsewhere() throws Exception {
    create("with blank/o'neil \"x\"", "with blank/[a]*?{b}", "with blank/雪 ☃", "with blank/l\nb");
    assertThat(
        found("with blank/*"),
        contains(
            "with blank/[a]*?{b}", "with blank/l\nb", "with blank/o'neil \"x\"", "with blank/雪 ☃"));
    assertThat(found("with blank/\\[a\\]\\*\\?\\{b\\}"), contains("with blank/[a]*?{b}"));
    assertThat(found("with blank/[[]a]*"), contains("with blank/[a]*?{b}"));
  }

  /** Of three names that the JVM decodes alike, one is the text that they are decoded to. */
  @Test
  void namesThatAreNoTextAreListedBesideTheTextThatTheyAreReadAs() throws Exception {
    create("in/a\ufffd", "in/b\ufffd/x");
    String names = "touch $'in/a\\xff' $'in/a\\xfe' && mkdir $'in/b\\xff' && touch $'in/b\\xff/x'";
    Process shell = new ProcessBuilder("bash", "-c", names).directory(folder.toFile()).start();
    assertThat(shell.waitFor(), is(0));
    String in = folder.toUri().getRawPath() + "in/";
    assertThat(
        found("in/a*"),
        contains("in/a\ufffd", "in/a\ufffd (" + in + "a%FE)", "in/a\ufffd (" + in + "a%FF)"));
    assertThat(found("in/**/x"), contains("in/b\ufffd/x", "in/b\ufffd/x (" + in + "b%FF/x)"));
    assertThat(list("in/a*").stream().map(SourceFile::sizeBytes).toList(), contains(4L, 0L, 0L));
  }

  @Test
  void readsOnlyFoldersThatThePatternCanReach() throws Exception {
    create("farm1/x");
    Path sealed = Files.createDirectory(folder.resolve("sealed"));
    Files.setPosixFilePermissions(sealed, PosixFilePermissions.fromString("---------"));
    assertThat(found("farm*/x"), contains("farm1/x"));
  }

  @Test
  void aFolderThatCannotBeReadIsListedItselfForItsFilesCannotBe() throws Exception {
    create("farm1/x");
    Path sealed = Files.createDirectory(folder.resolve("sealed"));
    Files.setPosixFilePermissions(sealed, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(sealed), "nothing is sealed for this user");
    assertThat(found("*/x"), contains("farm1/x", "sealed"));
    assertThat(found("**/x"), contains("farm1/x", "sealed"));
  }

  @Test
  void aRootThatCannotBeReadIsAnError() throws Exception {
    Path sealed = Files.createDirectory(folder.resolve("sealed"));
    Files.setPosixFilePermissions(sealed, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(sealed), "nothing is sealed for this user");
    IOException refused = assertThrows(IOException.class, () -> list("sealed/*"));
    assertThat(
        refused.getMessage(),
        is("expected a readable folder but listing it is not permitted: " + sealed));
  }

  @Test
  void aRootThatIsALoopIsAnError() throws Exception {
    Path loop = folder.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    IOException refused = assertThrows(IOException.class, () -> list("loop/*"));
    assertThat(
        refused.getMessage(),
        startsWith(
            "expected a readable folder but listing it failed (Too many levels of symbolic"));
    assertThat(refused.getMessage(), endsWith("): " + loop));
  }

  @Test
  void aFolderThatMayBeReadButNotEnteredIsListedItself() throws Exception {
    create("farm1/x", "half/below/x");
    Path half = folder.resolve("half");
    Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rw-r--r--"));
    assumeFalse(Files.isExecutable(half), "nothing is sealed for this user");
    assertThat(found("**/x"), contains("farm1/x", "half"));
    IOException refused = assertThrows(IOException.class, () -> list("half/*"));
    assertThat(
        refused.getMessage(),
        is("expected a readable folder but listing it is not permitted: " + half));
    assertThrows(IOException.class, () -> list("half/below/*"));
  }

  /** Of a path longer than {@code PATH_MAX} neither the folder nor what is in it can be named. */
  @Test
  void aPathThatIsTooLongIsListedItself() throws Exception {
    create("x");
    Process deep =
        new ProcessBuilder(
                "python3",
                "-c",
                "import os\nfor n in range(20): os.mkdir('d' * 250); os.chdir('d' * 250)\n"
                    + "open('x', 'w')")
            .directory(folder.toFile())
            .start();
    assertThat(deep.waitFor(), is(0));
    List<String> found = found("**/x");
    assertThat(found.get(found.size() - 1), is("x"));
    assertThat(found, hasSize(2));
    assertThat(found.get(0).length(), greaterThan(3500));
    assertThat(
        new ProcessBuilder("rm", "-rf", "d".repeat(250))
            .directory(folder.toFile())
            .start()
            .waitFor(),
        is(0));
  }

  @Test
  void leavesOutFilesThatAreTooYoung() throws Exception {
    Instant now = Instant.parse("2026-01-31T10:00:00Z");
    for (int minutes = 4; minutes <= 6; minutes++) {
      Path file = create("in/" + minutes);
      Files.setLastModifiedTime(file, FileTime.from(now.minusSeconds(60L * minutes)));
    }
    Dataset dataset = dataset("in/*", Duration.ofMinutes(5));
    Files.setLastModifiedTime(
        create("in/2100"), FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
    assertThat(
        FileListing.of(dataset, now).stream().map(SourceFile::uri).toList(),
        contains(root + "in/2100", root + "in/5", root + "in/6"));
  }

  /** Who still writes an included file is as little done as who writes the file itself. */
  @Test
  void leavesOutFilesThatIncludeTooYoungOnes() throws Exception {
    Instant now = Instant.parse("2026-01-31T10:00:00Z");
    Path file = create("in/lsb.users");
    Files.writeString(file, "#INCLUDE ../rows\n");
    Path rows = create("rows");
    Files.setLastModifiedTime(file, FileTime.from(now.minusSeconds(600)));
    Files.setLastModifiedTime(rows, FileTime.from(now.minusSeconds(100)));
    Dataset dataset =
        dataset(
            "in/*",
            Duration.ofMinutes(5),
            new UserGroupFormat(
                1 << 20,
                BadEntries.REJECT_LINE,
                TextEncoding.UTF_8,
                List.of(),
                new IncludeRule(true, List.of(root))));
    assertThat(FileListing.of(dataset, now), empty());
    Files.setLastModifiedTime(rows, FileTime.from(now.minusSeconds(400)));
    assertThat(
        FileListing.of(dataset, now).stream().map(SourceFile::lastModified).toList(),
        contains(now.minusSeconds(400)));
  }

  @Test
  void tellsOfFilesAndFoldersThatOnlyTheirDatesKeepOut() throws Exception {
    for (String file : List.of("2026/01/a.csv", "2026/1/b.csv", "26/02/c.csv", "old/01/d.csv")) {
      create("in/" + file.replace("/a", "/31/a").replace("/b", "/31/b"));
    }
    create("in/2026/01/00/e.csv");
    FileListing.Listed listed =
        FileListing.listed(
            dataset("in/{date:yyyy}/{date:MM}/{date:dd}/*.csv", Duration.ZERO), Instant.now());
    assertThat(
        listed.files().stream().map(SourceFile::uri).toList(),
        contains(root + "in/2026/01/31/a.csv"));
    assertThat(
        listed.misdated(), contains(root + "in/2026/01/00/", root + "in/2026/1/", root + "in/26/"));
    create("sales-20260131.csv");
    create("sales-2026-01-31.csv");
    assertThat(
        FileListing.listed(dataset("sales-{date}.csv", Duration.ZERO), Instant.now()).misdated(),
        contains(root + "sales-20260131.csv"));
  }

  private Dataset dataset(String glob, Duration minAge) {
    return dataset(glob, minAge, new UserGroupFormat(1 << 20));
  }

  private Dataset dataset(String glob, Duration minAge, UserGroupFormat format) {
    return new Dataset(
        "d",
        InputPattern.parse(root + glob),
        format,
        "T",
        PublishMode.APPEND,
        List.of(),
        new Tolerance(0L, null),
        minAge,
        List.of(),
        ZipEntries.ONE,
        Links.INSIDE,
        AbsentColumns.KEEP,
        Digest.NONE);
  }
}
