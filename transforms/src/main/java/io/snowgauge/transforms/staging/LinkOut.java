package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Links;
import io.snowgauge.transforms.files.Sidecar;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A link that leads out of the folder of a dataset's input: who may put files there need not be
 * allowed to read what it leads to.
 */
final class LinkOut {
  private LinkOut() {}

  /** Why a local file must not be read, if it or its sidecar lies elsewhere than it seems. */
  static @Nullable String of(SourceFile file, Dataset dataset) {
    String root = dataset.input().root();
    if (dataset.links() == Links.ANYWHERE
        || !Storage.isLocal(file.uri())
        || !file.uri().startsWith(root)) {
      return null;
    }
    try {
      return of(file, dataset, Storage.localPath(root));
    } catch (InvalidPathException e) {
      return null; // Reading it says why.
    }
  }

  private static @Nullable String of(SourceFile file, Dataset dataset, Path folder) {
    String ofFile = out(Storage.localPath(file.uri()), folder);
    if (ofFile != null) {
      return told("expected a file", folder, ofFile, dataset);
    }
    String ofSidecar = out(Storage.localPath(Sidecar.uriOf(file.uri())), folder);
    return ofSidecar == null
        ? null
        : told("sidecar manifest: expected a file", folder, ofSidecar, dataset);
  }

  private static String told(String expected, Path folder, String found, Dataset dataset) {
    return expected
        + " in "
        + folder
        + " but found a link out of it, to "
        + found
        + "; put the file there, or set datasets."
        + dataset.name()
        + ".links to anywhere";
  }

  private static @Nullable String out(Path path, Path folder) {
    try {
      Path real = path.toRealPath();
      return real.startsWith(folder.toRealPath()) ? null : real.toString();
    } catch (IOException e) {
      return null; // Then it cannot be read either, and reading it says why.
    }
  }
}
