package io.snowgauge.io.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.snowgauge.io.emulators.Azurite;
import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.files.azure.AzureStore;
import io.snowgauge.io.files.s3.S3Store;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.lsf.BadEntries;
import io.snowgauge.transforms.lsf.IncludeRule;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import io.snowgauge.transforms.staging.ArchiveCompression;
import io.snowgauge.transforms.staging.FilePreview;
import io.snowgauge.transforms.staging.StagedFile;
import io.snowgauge.transforms.staging.StagingArea;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 2.8 of docs/formats/lsb-users.md, of objects in a bucket or a container. */
@ExtendWith(Emulators.class)
class IncludedObjectsTest {
  private static final String HEAD = "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\n";
  private static final String CHANGED =
      "expected the listed version but the file changed since; the next run loads the new one";

  @TempDir Path folder;
  private String root = "";

  /** Everything is in the same bucket or container, named after the test's random name. */
  private void createRoot(String scheme) throws IOException {
    String name = "c" + UUID.randomUUID().toString().substring(0, 8);
    if (scheme.equals(S3Store.SCHEME)) {
      Storage.use(scheme, new S3Store(Emulators.moto().s3(), 2));
      Emulators.moto().createBucket(name);
      root = "s3://" + name + "/";
    } else {
      Storage.use(scheme, new AzureStore(Emulators.azurite().access(), 2));
      Emulators.azurite().createContainer(name);
      root = "azfs://" + Azurite.ACCOUNT + "/" + name + "/";
    }
  }

  private void write(String name, String text) throws IOException {
    try (OutputStream out = Storage.create(root + name)) {
      out.write(text.getBytes(UTF_8));
    }
  }

  private void writeIncluding(String... names) throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    for (String name : names) {
      text.append("#INCLUDE \"").append(name).append("\"\n");
    }
    write("farms/2026-01-31/a/lsb.users", text + "End UserGroup\n");
  }

  private Dataset dataset() {
    return new Dataset(
        "user_groups",
        InputPattern.parse(root + "farms/{date}/{farm}/lsb.users"),
        new UserGroupFormat(
            1000,
            BadEntries.REJECT_LINE,
            TextEncoding.UTF_8,
            List.of(),
            new IncludeRule(true, List.of())),
        "T",
        PublishMode.APPEND,
        List.of(),
        Tolerance.NONE);
  }

  private SourceFile listed() throws IOException {
    List<SourceFile> files = FileListing.of(dataset(), Instant.now());
    assertThat(files.size(), is(1));
    return files.get(0);
  }

  private StagedFile staged(SourceFile file) throws IOException {
    String here = Storage.localUri(folder);
    return FilePreview.of(
        dataset(),
        file,
        new StagingArea(
            here + "/parts/", here + "/archive/", ArchiveCompression.NONE, 1_000_000, 1000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3", "azfs"})
  void namesAreRelativeToTheObjectAndTakenLiterally(String scheme) throws IOException {
    createRoot(scheme);
    writeIncluding("rows", "./more/rows", "../../../site/100% of a+b [1]*");
    write("farms/2026-01-31/a/rows", "a u\n");
    write("farms/2026-01-31/a/more/rows", "b u\n#include \"../../b/rows\"\n");
    write("farms/2026-01-31/b/rows", "c (u v)\n");
    write("site/100% of a+b [1]*", "d u\n");
    StagedFile staged = staged(listed());
    assertThat(staged.failure(), is(nullValue()));
    assertThat(staged.source(), is(5L));
    assertThat(staged.accepted(), is(5L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3", "azfs"})
  void aChangeOfAnIncludedObjectAloneIsANewVersion(String scheme) throws IOException {
    createRoot(scheme);
    writeIncluding("../../rows");
    SourceFile without = listed();
    assertThat(
        staged(without).failure(),
        is("line 3: #INCLUDE \"../../rows\": expected a file but found none"));
    write("farms/rows", "a u\n");
    SourceFile first = listed();
    assertThat(listed(), is(first));
    assertThat(staged(first).accepted(), is(1L));
    write("farms/rows", "a v\n");
    SourceFile second = listed();
    assertThat(staged(second).failure(), is(nullValue()));
    assertThat(staged(first).failure(), is(CHANGED));
    assertThat(
        List.of(first.etag() + "", first.sizeBytes()),
        is(List.of(second.etag() + "", second.sizeBytes())));
    List<String> ids = new ArrayList<>();
    List.of(without, first, second).forEach(file -> ids.add(file.fileId()));
    assertThat(ids.stream().distinct().toList(), is(ids));
    assertThat(second.lastModified().isBefore(first.lastModified()), is(false));
  }

  /** As a backfill lists them. */
  @ParameterizedTest
  @ValueSource(strings = {"s3", "azfs"})
  void objectsOfADateAreTheSameVersions(String scheme) throws IOException {
    createRoot(scheme);
    writeIncluding("rows");
    write("farms/2026-01-31/a/rows", "a u\n");
    assertThat(
        FileListing.listed(dataset(), Instant.now(), List.of(LocalDate.parse("2026-01-31")))
            .files(),
        contains(listed()));
    assertThat(listed().included(), is(not(nullValue())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3", "azfs"})
  void nothingElsewhereIsRead(String scheme) throws IOException {
    createRoot(scheme);
    String elsewhere = "../".repeat(4) + "other/rows";
    writeIncluding(elsewhere);
    assertThat(
        staged(listed()).failure(),
        is("line 3: #INCLUDE \"" + elsewhere + "\": expected a file below " + root));
    writeIncluding("/etc/passwd");
    assertThat(
        staged(listed()).failure(),
        is(
            "line 3: #INCLUDE \"/etc/passwd\": expected a path relative to the file, for objects"
                + " have no other"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3", "azfs"})
  void whatMayNotBeReadIsToldAndLoadedOnceItMay(String scheme) throws IOException {
    createRoot(scheme);
    writeIncluding("../../rows");
    write("farms/rows", "a u\n");
    String container = root.substring(root.indexOf('/', scheme.length() + 3) + 1).replace("/", "");
    if (scheme.equals(S3Store.SCHEME)) {
      Emulators.moto()
          .createArchived(root.substring("s3://".length(), root.length() - 1), "farms/rows");
    } else {
      Emulators.azurite().archive(container, "farms/rows");
    }
    SourceFile archived = listed();
    assertThat(
        String.valueOf(staged(archived).failure()),
        startsWith(
            "line 3: #INCLUDE \"../../rows\": expected a readable file but reading it is not"
                + " permitted: "));
    Storage.delete(List.of(root + "farms/rows"));
    write("farms/rows", "a u\n");
    SourceFile restored = listed();
    assertThat(restored.fileId(), is(not(archived.fileId())));
    assertThat(staged(restored).accepted(), is(1L));
  }
}
