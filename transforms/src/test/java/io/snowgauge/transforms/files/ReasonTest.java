package io.snowgauge.transforms.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ReasonTest {
  @TempDir Path folder;

  private static String reason(Executable failing) {
    return Reason.of(assertThrows(Exception.class, failing));
  }

  @Test
  void whatTheFileSystemTellsByAClassAloneIsPutInWords() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(
        reason(() -> Files.readString(folder.resolve("gone"))),
        is(folder + "/gone: there is no such file or folder"));
    assertThat(reason(() -> Files.createDirectory(file)), is(file + ": something else is there"));
    assertThat(reason(() -> Files.newDirectoryStream(file)), is(file + ": it is no folder"));
    assertThat(reason(() -> Files.delete(folder)), is(folder + ": the folder is not empty"));
    assertThat(Reason.of(new AccessDeniedException("/file")), is("/file: access is not permitted"));
  }

  @Test
  void whatItSaysItselfIsKept() {
    assertThat(
        reason(() -> Files.readString(folder.resolve("file/below"))),
        startsWith(folder + "/file/below: "));
    assertThat(
        Reason.of(new FileSystemException("/a", "/b", "Invalid cross-device link")),
        is("/a to /b: Invalid cross-device link"));
    assertThat(
        Reason.of(new UncheckedIOException(new IOException("Input/output error"))),
        is("Input/output error"));
  }

  @Test
  void aReasonIsNeverEmpty() {
    assertThat(
        Reason.of(new FileSystemException("/a")),
        is("/a: the file system does not say why (FileSystemException)"));
    assertThat(Reason.of(new IOException()), is("java.io.IOException"));
  }
}
