package io.snowgauge.pipelines.report;

import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.text.Excerpt;
import java.nio.file.Path;

/** Text that comes from files and names, made fit for a terminal. */
public final class Display {
  private Display() {}

  /** Without control characters, which could move the cursor or worse. */
  public static String text(String text) {
    return Excerpt.printableLines(text);
  }

  /** A local file's path, relative to the working folder where it lies below it; else the URI. */
  public static String uri(String uri) {
    if (!Storage.isLocal(uri) || Storage.whyUnnameable(uri) != null) {
      return line(uri);
    }
    Path path = Storage.localPath(uri);
    Path here = Path.of("").toAbsolutePath();
    return line((path.startsWith(here) ? here.relativize(path) : path).toString());
  }

  /** Text that must stay on its line. */
  public static String line(String text) {
    return text(text).replace('\n', '\ufffd');
  }

  /** A message that may name a file by its URI at its start. */
  public static String message(String message) {
    int end = message.indexOf(": ");
    return end > 0 && Storage.isLocal(message)
        ? uri(message.substring(0, end)) + text(message.substring(end))
        : text(message);
  }
}
