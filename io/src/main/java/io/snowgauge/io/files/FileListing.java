package io.snowgauge.io.files;

import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Lists the file versions that an input pattern matches now. Only folders that the pattern can
 * reach are read. A folder that matches the whole pattern and a link to nothing are listed too:
 * they fail later, in the audit, instead of being passed over.
 */
public final class FileListing {
  private final InputPattern input;
  private final SortedMap<String, SourceFile> found = new TreeMap<>();

  private FileListing(InputPattern input) {
    this.input = input;
  }

  /**
   * Lists local files, each once, in the order of their URIs.
   *
   * @throws IOException if a folder cannot be read; one that does not exist holds nothing
   */
  public static List<SourceFile> of(InputPattern input) throws IOException {
    FileListing listing = new FileListing(input);
    Path root = Storage.localPath(input.root());
    if (Files.isDirectory(root)) {
      listing.visit(root, input.root(), 0);
    }
    return List.copyOf(listing.found.values());
  }

  private void visit(Path folder, String folderUri, int segment) throws IOException {
    if (input.isAnyDepth(segment) && segment < input.depth() - 1) {
      visit(folder, folderUri, segment + 1);
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        visitEntry(entry, folderUri, segment);
      }
    } catch (NotDirectoryException | NoSuchFileException vanished) {
      return; // Since it was listed: then it holds nothing.
    }
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
    }
    if (last && !(anyDepth && isFolder)) {
      add(uri);
    }
  }

  private void add(String uri) throws IOException {
    var captures = input.match(uri);
    if (captures.isPresent()) {
      found.put(uri, version(uri, captures.get()));
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
