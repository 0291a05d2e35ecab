package io.snowgauge.transforms.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files by URI: local ones, which are {@code file://} and the plain path, and those in {@link
 * ObjectStore object stores}. A URI is taken as it is: nothing in it is a glob.
 */
public final class Storage {
  private static final String LOCAL = "file://";
  private static final String UNNAMEABLE =
      "expected a name that this process can write but it writes ASCII only, since it was started"
          + " without a UTF-8 locale: start it with LC_ALL=C.UTF-8";
  private static final Map<String, ObjectStore> STORES = new ConcurrentHashMap<>();

  private Storage() {}

  /** Whether a URI is a local file's. */
  public static boolean isLocal(String uri) {
    return uri.startsWith(LOCAL);
  }

  /**
   * The path of a local URI.
   *
   * @throws InvalidPathException if this process cannot name it; says what it has to be started
   *     with
   */
  public static Path localPath(String uri) {
    String path = uri.substring(LOCAL.length());
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw path.indexOf('\0') >= 0 ? e : new InvalidPathException(path, UNNAMEABLE);
    }
  }

  /** Why this process cannot name the file of a URI; null if it can, or need not. */
  public static @Nullable String whyUnnameable(String uri) {
    try {
      if (isLocal(uri)) {
        localPath(uri);
      }
      return null;
    } catch (InvalidPathException e) {
      return e.getReason();
    }
  }

  /** The same of a file that is there: not to be able to name it is a refusal. */
  private static Path nameable(String uri) throws AccessDeniedException {
    try {
      return localPath(uri);
    } catch (InvalidPathException e) {
      throw new AccessDeniedException(uri, null, e.getReason());
    }
  }

  /** The URI of a local path, which is made absolute. */
  public static String localUri(Path path) {
    return LOCAL + path.toAbsolutePath().normalize();
  }

  /**
   * Makes a store known, for all of this process, under the scheme of its URIs; one that was known
   * under it before is forgotten.
   */
  public static void use(String scheme, ObjectStore store) {
    STORES.put(scheme, store);
  }

  /**
   * The store of a URI that is not local.
   *
   * @throws IllegalStateException if none is known for it
   */
  public static ObjectStore store(String uri) {
    ObjectStore store = STORES.get(uri.substring(0, Math.max(uri.indexOf("://"), 0)));
    if (store == null) {
      throw new IllegalStateException("no store is configured for " + uri);
    }
    return store;
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
    return store(uri).find(uri).map(found -> found.withCaptures(captures));
  }

  private static Optional<SourceFile> findLocal(String uri, Map<String, String> captures)
      throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(nameable(uri), BasicFileAttributes.class);
      return Optional.of(
          new SourceFile(uri, null, found.size(), found.lastModifiedTime().toInstant(), captures));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The files below a folder, at any depth; none if the folder does not exist. */
  public static List<String> list(String folderUri) throws IOException {
    if (!isLocal(folderUri)) {
      List<String> uris = new ArrayList<>();
      store(folderUri).list(folderUri, found -> uris.add(found.uri()));
      return List.copyOf(uris);
    }
    Path folder = localPath(folderUri);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(path -> !Files.isDirectory(path)).map(Storage::localUri).toList();
    }
  }

  /**
   * Gives each file below a folder, at any depth, as it is listed, and so without captures. What is
   * removed meanwhile may be left out.
   */
  public static void each(String folderUri, ObjectStore.Visitor<SourceFile> visitor)
      throws IOException {
    if (!isLocal(folderUri)) {
      store(folderUri).list(folderUri, found -> visitor.visit(found.withCaptures(Map.of())));
      return;
    }
    if (Files.isDirectory(localPath(folderUri))) {
      Files.walkFileTree(localPath(folderUri), new LocalVisit(visitor));
    }
  }

  /** Whoever removes files meanwhile is no reason to fail. */
  private static final class LocalVisit extends SimpleFileVisitor<Path> {
    private final ObjectStore.Visitor<SourceFile> visitor;

    LocalVisit(ObjectStore.Visitor<SourceFile> visitor) {
      this.visitor = visitor;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes found) throws IOException {
      visitor.visit(
          new SourceFile(
              localUri(file), null, found.size(), found.lastModifiedTime().toInstant(), Map.of()));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      if (e == null || e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }

  /** The names of the folders in a folder; none if it does not exist. */
  public static List<String> folders(String folderUri) throws IOException {
    if (!isLocal(folderUri)) {
      List<String> names = new ArrayList<>();
      int start = folderUri.length();
      store(folderUri)
          .listFolder(
              folderUri,
              object -> {},
              folder -> names.add(folder.substring(start, folder.length() - 1)));
      return List.copyOf(names);
    }
    if (!Files.isDirectory(localPath(folderUri))) {
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
    return isLocal(uri) ? Files.newInputStream(nameable(uri)) : store(uri).open(uri);
  }

  /**
   * Opens a version for one sequential read. Where the storage gives ETags it is exactly that
   * version which is read; a local file has to be looked at again afterwards.
   *
   * @throws ChangedFileException if the file is another version, here or while it is read
   */
  public static InputStream open(SourceFile version) throws IOException {
    String etag = version.etag();
    return etag == null || isLocal(version.uri())
        ? open(version.uri())
        : store(version.uri()).open(version.uri(), etag);
  }

  /**
   * Creates a file, and the folders above it; one that exists is overwritten. In an object store it
   * is there when the stream is closed.
   */
  public static OutputStream create(String uri) throws IOException {
    if (!isLocal(uri)) {
      return store(uri).create(uri);
    }
    Path path = localPath(uri);
    Path folder = path.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return new LocalOutput(path);
  }

  /** Removes files; one that does not exist is fine. */
  public static void delete(Collection<String> uris) throws IOException {
    Map<ObjectStore, List<String>> remote = new LinkedHashMap<>();
    for (String uri : uris) {
      if (isLocal(uri)) {
        Files.deleteIfExists(localPath(uri));
      } else {
        remote.computeIfAbsent(store(uri), first -> new ArrayList<>()).add(uri);
      }
    }
    for (Map.Entry<ObjectStore, List<String>> store : remote.entrySet()) {
      store.getKey().delete(store.getValue());
    }
  }

  /**
   * The SHA-256 of the bytes of a file version as they lie in storage, in small hexadecimal digits.
   * The file streams through.
   *
   * @throws IOException if it cannot be read, or is another version by now
   */
  public static String sha256(SourceFile file) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(open(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
