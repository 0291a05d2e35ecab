package io.snowgauge.transforms.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;
import org.jspecify.annotations.Nullable;

/**
 * Files by URI, wherever Beam has a file system for them. A URI is taken as it is: nothing in it is
 * a glob. Local ones are {@code file://} and the plain path.
 */
public final class Storage {
  private static final String LOCAL = "file://";

  private Storage() {}

  /** Whether a URI is a local file's. */
  public static boolean isLocal(String uri) {
    return uri.startsWith(LOCAL);
  }

  /** The path of a local URI. */
  public static Path localPath(String uri) {
    return Path.of(uri.substring(LOCAL.length()));
  }

  /** The URI of a local path, which is made absolute. */
  public static String localUri(Path path) {
    return LOCAL + path.toAbsolutePath().normalize();
  }

  private static ResourceId resource(String uri) {
    return FileSystems.matchNewResource(uri, false);
  }

  /**
   * Looks at exactly one file.
   *
   * @return its version now, or empty if there is none
   */
  public static Optional<SourceFile> find(String uri, Map<String, String> captures)
      throws IOException {
    if (isLocal(uri)) {
      return findLocal(uri, captures);
    }
    try {
      MatchResult.Metadata found = FileSystems.matchSingleFileSpec(uri);
      return Optional.of(
          new SourceFile(
              uri,
              normaliseEtag(found.checksum()),
              found.sizeBytes(),
              Instant.ofEpochMilli(found.lastModifiedMillis()),
              captures));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static Optional<SourceFile> findLocal(String uri, Map<String, String> captures)
      throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(localPath(uri), BasicFileAttributes.class);
      return Optional.of(
          new SourceFile(uri, null, found.size(), found.lastModifiedTime().toInstant(), captures));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static @Nullable String normaliseEtag(@Nullable String etag) {
    return etag == null ? null : etag.replaceAll("^W/|\"", "");
  }

  /** The files below a folder, at any depth; none if the folder does not exist. */
  public static List<String> list(String folderUri) throws IOException {
    if (!isLocal(folderUri)) {
      return FileSystems.match(folderUri + "**", EmptyMatchTreatment.ALLOW).metadata().stream()
          .map(found -> found.resourceId().toString())
          .toList();
    }
    Path folder = localPath(folderUri);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(path -> !Files.isDirectory(path)).map(Storage::localUri).toList();
    }
  }

  /** The names of the folders in a local folder; none if it does not exist. */
  public static List<String> folders(String folderUri) throws IOException {
    if (!isLocal(folderUri) || !Files.isDirectory(localPath(folderUri))) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(localPath(folderUri))) {
      return entries
          .filter(Files::isDirectory)
          .map(folder -> String.valueOf(folder.getFileName()))
          .toList();
    }
  }

  /** Removes a folder with all that is in it. */
  public static void deleteFolder(String folderUri) throws IOException {
    delete(list(folderUri));
    if (isLocal(folderUri) && Files.isDirectory(localPath(folderUri))) {
      try (Stream<Path> folders = Files.walk(localPath(folderUri))) {
        for (Path folder : folders.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(folder);
        }
      }
    }
  }

  /** Opens a file for one sequential read. */
  public static InputStream open(String uri) throws IOException {
    return isLocal(uri)
        ? Files.newInputStream(localPath(uri))
        : Channels.newInputStream(FileSystems.open(resource(uri)));
  }

  /** Creates a file, and the folders above it; one that exists is overwritten. */
  public static OutputStream create(String uri) throws IOException {
    if (isLocal(uri)) {
      Path path = localPath(uri);
      Path folder = path.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      return Files.newOutputStream(path);
    }
    return Channels.newOutputStream(FileSystems.create(resource(uri), MimeTypes.BINARY));
  }

  /** Removes files; one that does not exist is fine. */
  public static void delete(Collection<String> uris) throws IOException {
    List<ResourceId> remote = new ArrayList<>();
    for (String uri : uris) {
      if (isLocal(uri)) {
        Files.deleteIfExists(localPath(uri));
      } else {
        remote.add(resource(uri));
      }
    }
    if (!remote.isEmpty()) {
      FileSystems.delete(remote, StandardMoveOptions.IGNORE_MISSING_FILES);
    }
  }
}
