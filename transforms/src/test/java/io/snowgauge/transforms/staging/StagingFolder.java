package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.Content;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A folder with source files, a staging area and an archive. */
final class StagingFolder {
  /** When every source file was modified, to the second. */
  static final Instant MODIFIED = Instant.parse("2025-06-06T10:00:00Z");

  private static final long MAX_DECOMPRESSED_BYTES = 1_000_000;

  private final Path root;

  StagingFolder(Path root) {
    this.root = root;
  }

  /** A dataset of user groups that tolerates no reject. */
  Dataset dataset() {
    return dataset(Tolerance.NONE);
  }

  Dataset dataset(Tolerance tolerance) {
    return new Dataset(
        "user_groups",
        InputPattern.parse(uri("in/{farm}/{date}/lsb.users*")),
        new UserGroupFormat(200),
        "USER_GROUP_SHARES",
        PublishMode.APPEND,
        List.of(),
        tolerance);
  }

  StagingArea area() {
    return area(ArchiveCompression.NONE, 1000);
  }

  StagingArea area(ArchiveCompression compression, int rejectsPerFile) {
    return new StagingArea(
        uri("parts/"), uri("archive/"), compression, MAX_DECOMPRESSED_BYTES, rejectsPerFile);
  }

  String uri(String name) {
    String uri = Storage.localUri(root.resolve(name));
    return name.endsWith("/") ? uri + "/" : uri;
  }

  Path path(String name) {
    return root.resolve(name);
  }

  /** Writes a source file and lists it. */
  SourceFile source(String name, String text) throws IOException {
    return source(name, text.getBytes(StandardCharsets.UTF_8));
  }

  SourceFile source(String name, byte[] stored) throws IOException {
    return source(name, stored, Map.of());
  }

  SourceFile source(String name, byte[] stored, Map<String, String> captures) throws IOException {
    Path path = path("in/" + name);
    Files.createDirectories(path.getParent());
    Files.write(path, stored);
    Files.setLastModifiedTime(path, FileTime.from(MODIFIED.plusMillis(987)));
    return Storage.find(uri("in/" + name), captures).orElseThrow();
  }

  /** The text of a part, unpacked. */
  static String text(String uri) throws IOException {
    BufferedInputStream stored = new BufferedInputStream(Storage.open(uri));
    try (InputStream in = Content.open(stored, Long.MAX_VALUE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  List<String> archived() throws IOException {
    return Storage.list(uri("archive/"));
  }

  List<String> parts() throws IOException {
    return Storage.list(uri("parts/"));
  }
}
