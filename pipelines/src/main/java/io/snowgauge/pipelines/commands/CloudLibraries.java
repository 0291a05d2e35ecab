package io.snowgauge.pipelines.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The libraries for object storage and clusters, which the launcher keeps apart: Beam would set up
 * all of them at every start. In a jar that holds everything they are there anyway.
 */
final class CloudLibraries {
  private static final String FOLDER = "snowgauge.cloud";

  private CloudLibraries() {}

  /** Makes the libraries visible to Beam, which looks for runners and file systems as services. */
  static void load() {
    String folder = System.getProperty(FOLDER);
    if (folder == null || !Files.isDirectory(Path.of(folder))) {
      return;
    }
    try (Stream<Path> jars = Files.list(Path.of(folder))) {
      List<URL> urls = jars.sorted().map(CloudLibraries::url).toList();
      Thread.currentThread()
          .setContextClassLoader(
              new URLClassLoader(urls.toArray(URL[]::new), CloudLibraries.class.getClassLoader()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
