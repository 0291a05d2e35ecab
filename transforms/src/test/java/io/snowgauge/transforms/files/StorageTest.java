package io.snowgauge.transforms.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Local files; the others are those of Beam's file systems. */
class StorageTest {
  @TempDir private Path folder;

  private String uri(String name) {
    return Storage.localUri(folder) + "/" + name;
  }

  private static void write(String uri, String text) throws IOException {
    try (OutputStream out = Storage.create(uri)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String read(String uri) throws IOException {
    try (InputStream in = Storage.open(uri)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aLocalUriIsThePlainPath() {
    assertThat(Storage.isLocal("file:///data/x"), is(true));
    assertThat(Storage.isLocal("s3://bucket/x"), is(false));
    assertThat(Storage.localPath("file:///data/a b%20#[x]*"), is(Path.of("/data/a b%20#[x]*")));
    assertThat(Storage.localUri(Path.of("/data/./x/../a b%20#")), is("file:///data/a b%20#"));
    assertThat(Storage.localUri(Path.of("x")), is("file://" + Path.of("x").toAbsolutePath()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "a b", "ä𝄞", "100%25", "a#b?c", "[x]*{y}", "back\\slash", ".hidden"})
  void nothingInAUriIsAGlobOrAnEscape(String name) throws IOException {
    write(uri(name), "text");
    assertThat(Files.readString(folder.resolve(name)), is("text"));
    assertThat(read(uri(name)), is("text"));
    assertThat(Storage.find(uri(name), Map.of()).orElseThrow().uri(), is(uri(name)));
    assertThat(Storage.list(Storage.localUri(folder) + "/"), is(List.of(uri(name))));
    Storage.delete(List.of(uri(name)));
    assertThat(Files.exists(folder.resolve(name)), is(false));
  }

  @Test
  void aFileIsFoundWithItsSizeAndTime() throws IOException {
    Instant time = Instant.parse("2025-06-06T10:00:00.123456Z");
    write(uri("x"), "12345");
    Files.setLastModifiedTime(folder.resolve("x"), FileTime.from(time));
    assertThat(
        Storage.find(uri("x"), Map.of("farm", "west")),
        is(Optional.of(new SourceFile(uri("x"), null, 5, time, Map.of("farm", "west")))));
  }

  @Test
  void aFileThatDoesNotExistIsNotFound() throws IOException {
    assertThat(Storage.find(uri("x"), Map.of()), is(Optional.empty()));
    assertThat(Storage.find(uri("no/such/folder"), Map.of()), is(Optional.empty()));
    assertThrows(NoSuchFileException.class, () -> Storage.open(uri("x")));
  }

  @Test
  void foldersAreCreatedAndFilesOverwritten() throws IOException {
    write(uri("a/b/x"), "a longer text");
    write(uri("a/b/x"), "text");
    assertThat(read(uri("a/b/x")), is("text"));
  }

  @Test
  void filesAreListedAtAnyDepth() throws IOException {
    write(uri("in/x"), "");
    write(uri("in/a/y"), "");
    write(uri("in/a/b/.z"), "");
    write(uri("other"), "");
    Files.createDirectories(folder.resolve("in/empty"));
    assertThat(
        Storage.list(uri("in/")), containsInAnyOrder(uri("in/x"), uri("in/a/y"), uri("in/a/b/.z")));
    assertThat(Storage.list(uri("missing/")), is(empty()));
  }

  @Test
  void removingWhatIsNotThereIsFine() throws IOException {
    write(uri("x"), "");
    Storage.delete(List.of(uri("missing"), uri("x")));
    Storage.delete(List.of());
    assertThat(Storage.list(Storage.localUri(folder) + "/"), is(empty()));
  }

  @Test
  void aFolderIsRemovedWithAllThatIsInIt() throws IOException {
    write(uri("in/x"), "");
    write(uri("in/a/b/y"), "");
    write(uri("other"), "");
    Storage.deleteFolder(uri("in/"));
    Storage.deleteFolder(uri("missing/"));
    assertThat(Files.exists(folder.resolve("in")), is(false));
    assertThat(Files.exists(folder.resolve("other")), is(true));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsToldWithTheFile() throws IOException {
    try (OutputStream out = Storage.create("file:///dev/full")) {
      IOException full = assertThrows(IOException.class, () -> out.write(new byte[1]));
      assertThat(full.getMessage(), is("/dev/full: No space left on device"));
    }
  }
}
