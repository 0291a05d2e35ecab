package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.record.Inclusions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Where included files may lie: below the root of the dataset's input (objects in its bucket or
 * container), or in one of the folders that the format names.
 *
 * @param uris of the folders, each ending in a slash
 */
record IncludeFolders(List<String> uris) {
  /** Keeps a copy of the list. */
  IncludeFolders {
    uris = List.copyOf(uris);
  }

  /** Those of a dataset; none if its format includes nothing. */
  static IncludeFolders of(Dataset dataset) {
    List<String> uris = new ArrayList<>();
    dataset
        .format()
        .includeFolders()
        .ifPresent(
            more -> {
              uris.add(base(dataset.input().root()));
              uris.addAll(more);
            });
    return new IncludeFolders(uris);
  }

  /** A local folder as it is; of objects the bucket, or the account and the container. */
  private static String base(String root) {
    if (Storage.isLocal(root)) {
      return root;
    }
    int end = root.indexOf("://") + "://".length();
    for (int names = root.startsWith("azfs:") ? 2 : 1; names > 0; names--) {
      end = root.indexOf('/', end) + 1;
    }
    return root.substring(0, end);
  }

  /** What a name stands for in a file: a path relative to it, or an absolute one. */
  String resolve(String name, String from) throws Inclusions.UnavailableException {
    String folder = from.substring(0, from.lastIndexOf('/') + 1);
    String named;
    if (Storage.isLocal(from)) {
      try {
        named = Storage.localUri(Storage.localPath(folder).resolve(name));
      } catch (InvalidPathException e) {
        throw new Inclusions.UnavailableException("expected a path");
      }
    } else if (name.startsWith("/")) {
      throw new Inclusions.UnavailableException(
          "expected a path relative to the file, for objects have no other");
    } else {
      named = normalised(folder + name, base(from));
    }
    if (uris.stream().noneMatch(named::startsWith)) {
      throw new Inclusions.UnavailableException(
          "expected a file below " + String.join(" or ", uris) + "; see format.includeFolders");
    }
    return named;
  }

  private static String normalised(String object, String base)
      throws Inclusions.UnavailableException {
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : object.substring(base.length()).split("/", -1)) {
      if (!segment.equals("..")) {
        if (!segment.equals(".")) {
          segments.add(segment);
        }
      } else if (segments.pollLast() == null) {
        throw new Inclusions.UnavailableException("expected a file below " + base);
      }
    }
    return base + String.join("/", segments);
  }

  /** Whether a real path, in which nothing is a link, lies in one of them. */
  boolean contain(Path real) throws IOException {
    for (String folder : uris) {
      Path path = Storage.localPath(folder);
      if (Files.isDirectory(path) && real.startsWith(path.toRealPath())) {
        return true;
      }
    }
    return false;
  }
}
