package io.snowgauge.pipelines.launch;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The libraries for object storage, notifications and clusters, which the launcher keeps apart: at
 * every start Beam would set up all that it finds. A command that needs them where they are not on
 * the class path is started anew, in this JVM, by a class loader that holds the app's own libraries
 * and those, so that the app's code may use them like any other. In a jar that holds everything
 * they are there anyway.
 */
public final class CloudLibraries {
  /** The folder of the libraries, which the launcher names. */
  private static final String FOLDER = "snowgauge.cloud";

  private static final String LOADER = "with-cloud-libraries";

  /** Is there if and only if all of them are. */
  private static final String ONE_OF_THEM = "software.amazon.awssdk.services.s3.S3Client";

  /** Ends a command that is to be started anew; it has not done anything yet. */
  public static final class MissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private MissingException() {
      super("the command has to be started anew", null, false, false);
    }
  }

  private CloudLibraries() {}

  /**
   * Requires the libraries. Must be called before the command prints, connects to anything or loads
   * native code, for it starts anew.
   *
   * @param why what needs them, for the message where they cannot be found
   * @throws MissingException if they are to be added
   */
  public static void require(String why) {
    if (areThere()) {
      return;
    }
    if (LOADER.equals(CloudLibraries.class.getClassLoader().getName()) || jars().isEmpty()) {
      throw new IllegalStateException(
          why
              + " needs libraries that are neither on the class path nor in the folder that -D"
              + FOLDER
              + " names; start Snowgauge by its launcher, which lays them out");
    }
    throw new MissingException();
  }

  private static boolean areThere() {
    try {
      Class.forName(ONE_OF_THEM, false, CloudLibraries.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Runs a command line with the libraries.
   *
   * @param main the class whose {@code execute} takes its arguments and gives its exit code
   */
  public static int executeWithThem(Class<?> main, List<String> arguments) {
    List<URL> everything = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      everything.add(url(Path.of(entry)));
    }
    everything.addAll(jars());
    // Stays open to the end of the process.
    ClassLoader loader =
        new URLClassLoader(
            LOADER, everything.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    try {
      return (int)
          loader
              .loadClass(main.getName())
              .getMethod("execute", String[].class)
              .invoke(null, (Object) arguments.toArray(String[]::new));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<URL> jars() {
    String folder = System.getProperty(FOLDER);
    if (folder == null || !Files.isDirectory(Path.of(folder))) {
      return List.of();
    }
    try (Stream<Path> jars = Files.list(Path.of(folder))) {
      return jars.sorted().map(CloudLibraries::url).toList();
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
