package io.snowgauge.io.files;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.files.ObjectStore;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.files.StoredObject;
import io.snowgauge.transforms.files.Unreadable;
import io.snowgauge.transforms.staging.IncludedFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Lists the file versions that an input pattern matches now. Of local files, only folders that the
 * pattern can reach are read. A folder that matches the whole pattern, one below the pattern's root
 * that may not be read, and a link to nothing are listed too: they fail later, in the audit,
 * instead of being passed over. Of a store's objects, those are listed that start as the pattern
 * does.
 */
public final class FileListing {
  /** Of more, one listing of all of them is likely to be quicker. */
  private static final int MOST_PREFIXES = 1000;

  /** What the JVM makes of bytes in a name that are no UTF-8. */
  private static final char REPLACEMENT = '\ufffd';

  private final InputPattern input;
  private final SortedMap<String, SourceFile> found = new TreeMap<>();
  private final SortedSet<String> misdated = new TreeSet<>();

  /** URIs: a pattern may reach a file in several ways. */
  private final Set<String> hidden = new HashSet<>();

  private FileListing(InputPattern input) {
    this.input = input;
  }

  /**
   * Lists files, each once, in the order of their URIs.
   *
   * @throws IOException if the root folder or a store cannot be read; a folder that does not exist
   *     holds nothing
   */
  public static List<SourceFile> of(InputPattern input) throws IOException {
    return listed(input).files();
  }

  private static FileListing list(InputPattern input) throws IOException {
    FileListing listing = new FileListing(input);
    if (!Storage.isLocal(input.root())) {
      listing.addObjects(input.prefix());
      return listing;
    }
    Path root = root(input);
    if (Files.isDirectory(root)) {
      listing.visit(root, input.root(), 0);
    } else {
      requireKnown(root, input.root());
    }
    return listing;
  }

  private static Path root(InputPattern input) throws IOException {
    try {
      return Storage.localPath(input.root());
    } catch (InvalidPathException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * The same of a dataset's input, without files that are too young at a time, each with those that
   * it includes. One that is dated more than a day later is as old as any: nobody is writing it
   * then.
   */
  public static List<SourceFile> of(Dataset dataset, Instant now) throws IOException {
    return listed(dataset, now).files();
  }

  /**
   * What a listing found.
   *
   * @param files that match
   * @param misdated URIs of files and folders that would match if their dates were written as the
   *     pattern has it, or were days that exist
   * @param hidden how many files would match if their names did not begin with dots; of those in
   *     folders on this machine whose names begin so, nothing is known
   */
  public record Listed(List<SourceFile> files, List<String> misdated, int hidden) {
    /** Keeps copies of the lists. */
    public Listed {
      files = List.copyOf(files);
      misdated = List.copyOf(misdated);
    }
  }

  private Listed listed(List<SourceFile> files) {
    return new Listed(files, List.copyOf(misdated), hidden.size());
  }

  /** The files that an input pattern matches now, with what it leaves out. */
  public static Listed listed(InputPattern input) throws IOException {
    FileListing listing = list(input);
    return listing.listed(List.copyOf(listing.found.values()));
  }

  /** The same with what is hardly meant to be left out. */
  public static Listed listed(Dataset dataset, Instant now) throws IOException {
    FileListing listing = list(dataset.input());
    return listing.listed(oldEnough(List.copyOf(listing.found.values()), dataset, now));
  }

  /**
   * The same, but only of some dates, where the input has {@code {date}}. Of a store's objects,
   * only those are listed that start as the pattern does with one of these dates.
   *
   * @param dates all dates if there are none
   */
  public static Listed listed(Dataset dataset, Instant now, List<LocalDate> dates)
      throws IOException {
    InputPattern input = dataset.input();
    if (dates.isEmpty()) {
      return listed(dataset, now);
    }
    Set<String> prefixes = new LinkedHashSet<>();
    dates.forEach(date -> prefixes.add(input.prefix(date)));
    FileListing listing;
    if (Storage.isLocal(input.root()) || prefixes.size() > MOST_PREFIXES) {
      listing = list(input);
    } else {
      listing = new FileListing(input);
      for (String prefix : prefixes) {
        listing.addObjects(prefix);
      }
    }
    Set<String> asked = dates.stream().map(LocalDate::toString).collect(Collectors.toSet());
    // What has no date is what could not be looked at.
    List<SourceFile> files =
        listing.found.values().stream()
            .filter(
                file -> {
                  String date = file.captures().get(InputPattern.DATE);
                  return date == null || asked.contains(date);
                })
            .toList();
    return listing.listed(oldEnough(files, dataset, now));
  }

  /** What a file includes may be too young as well. */
  private static List<SourceFile> oldEnough(List<SourceFile> files, Dataset dataset, Instant now)
      throws IOException {
    List<SourceFile> found = new ArrayList<>();
    for (SourceFile file : files) {
      if (isOldEnough(file, dataset, now)) {
        SourceFile version = IncludedFiles.identified(dataset, file);
        if (isOldEnough(version, dataset, now)) {
          found.add(version);
        }
      }
    }
    return found;
  }

  private static boolean isOldEnough(SourceFile file, Dataset dataset, Instant now) {
    return dataset.minAge().isZero()
        || !file.lastModified().isAfter(now.minus(dataset.minAge()))
        || file.lastModified().isAfter(now.plus(1, ChronoUnit.DAYS));
  }

  private void addObjects(String prefix) throws IOException {
    ObjectStore store = Storage.store(input.root());
    ObjectStore.Visitor<StoredObject> objects =
        object -> {
          var captures = input.match(object.uri());
          if (captures.isPresent()) {
            found.put(object.uri(), object.withCaptures(captures.get()));
          } else if (input.isMisdated(object.uri())) {
            misdated.add(object.uri());
          } else if (input.isHidden(object.uri())) {
            hidden.add(object.uri());
          }
        };
    if (input.depth() == 1 && !input.isAnyDepth(0)) {
      store.listFolder(prefix, objects, folder -> {});
    } else {
      store.list(prefix, objects);
    }
  }

  private void visit(Path folder, String folderUri, int segment) throws IOException {
    if (input.isAnyDepth(segment) && segment < input.depth() - 1) {
      visit(folder, folderUri, segment + 1);
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      // What is in a folder that may be read but not entered cannot be told from what is not.
      if (!Files.isExecutable(folder)) {
        throw new AccessDeniedException(folder.toString());
      }
      for (Path entry : entries) {
        visitEntry(entry, folderUri, segment);
      }
    } catch (NotDirectoryException | NoSuchFileException vanished) {
      return; // Since it was listed: then it holds nothing.
    } catch (DirectoryIteratorException e) {
      addUnreadable(folder, folderUri, Objects.requireNonNull(e.getCause()));
    } catch (FileSystemException e) {
      addUnreadable(folder, folderUri, e);
    }
  }

  /** A folder that cannot be listed is listed itself. */
  private void addUnreadable(Path folder, String folderUri, IOException why) throws IOException {
    if (folderUri.equals(input.root())) {
      throw unreadable(folder, why);
    }
    String uri = folderUri.substring(0, folderUri.length() - 1);
    put(folder, uri, Map.of());
  }

  /** What is no folder holds nothing, but of what cannot be looked at nobody can say. */
  private static void requireKnown(Path root, String uri) throws IOException {
    try {
      Storage.find(uri, Map.of());
    } catch (FileSystemException e) {
      throw unreadable(root, e);
    }
  }

  private static IOException unreadable(Path folder, IOException why) {
    return new IOException(Unreadable.folder(why) + ": " + folder, why);
  }

  private void visitEntry(Path entry, String folderUri, int segment) throws IOException {
    boolean anyDepth = input.isAnyDepth(segment);
    boolean last = segment == input.depth() - 1;
    Path fileName = entry.getFileName();
    String name = fileName == null ? "" : fileName.toString();
    String uri = folderUri + name;
    boolean isFolder = Files.isDirectory(entry);
    if (anyDepth && isFolder && !name.startsWith(".") && !Files.isSymbolicLink(entry)) {
      visit(entry, uri + "/", segment);
    } else if (!anyDepth && !last && isFolder && input.segmentMatches(segment, name)) {
      visit(entry, uri + "/", segment + 1);
    } else if (!last && isFolder && input.isMisdatedFolder(segment, name)) {
      misdated.add(uri + "/");
    }
    boolean mayBeAFolder = anyDepth || (!last && input.segmentMatches(segment, name));
    if (!isFolder && mayBeAFolder && isUnknown(entry)) {
      put(entry, uri, Map.of());
    } else if (last && !(anyDepth && isFolder)) {
      add(entry, uri);
    }
  }

  /**
   * What cannot be looked at may be a folder, such as one whose path is longer than may be named.
   */
  private static boolean isUnknown(Path entry) {
    return !Files.exists(entry) && !Files.notExists(entry) && !Files.isSymbolicLink(entry);
  }

  private void add(Path entry, String uri) throws IOException {
    var captures = input.match(uri);
    if (captures.isPresent()) {
      put(entry, uri, captures.get());
    } else if (input.isMisdated(uri)) {
      misdated.add(uri);
    } else if (input.isHidden(uri) && !Files.isDirectory(entry)) {
      hidden.add(uri);
    }
  }

  /**
   * A path that is no text has its bytes behind it: as text alone, it may be that of another file.
   * There is no such file then, which staging says.
   */
  private void put(Path entry, String uri, Map<String, String> captures) throws IOException {
    String listed =
        uri.indexOf(REPLACEMENT) < 0 || isText(entry)
            ? uri
            : uri + " (" + entry.toUri().getRawPath() + ")";
    found.put(listed, version(listed, captures));
  }

  private static boolean isText(Path entry) {
    try {
      return entry.equals(Path.of(entry.toString()));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** What cannot be looked at is listed as well: staging it says why. */
  private static SourceFile version(String uri, Map<String, String> captures) throws IOException {
    SourceFile unknown = new SourceFile(uri, null, 0, Instant.EPOCH, captures);
    try {
      return Storage.find(uri, captures).orElse(unknown);
    } catch (FileSystemException e) {
      return unknown;
    }
  }
}
