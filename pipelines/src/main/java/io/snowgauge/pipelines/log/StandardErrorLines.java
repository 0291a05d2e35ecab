package io.snowgauge.pipelines.log;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;

/**
 * What is printed for people, one event a line. What begins with {@code warning:} is a warning,
 * what begins with {@code snowgauge:} is an error, each without that word.
 */
final class StandardErrorLines extends OutputStream {
  /** Who says it. */
  static final String LOGGER = "snowgauge";

  private static final String WARNING = "warning: ";
  private static final String ERROR = "snowgauge: ";

  private final Logger log;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  StandardErrorLines(Logger log) {
    this.log = log;
  }

  @Override
  public synchronized void write(int b) {
    if (b == '\n') {
      end();
    } else {
      line.write(b);
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }

  private void end() {
    String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
    line.reset();
    if (text.startsWith(WARNING)) {
      log.warn("{}", text.substring(WARNING.length()));
    } else if (text.startsWith(ERROR)) {
      log.error("{}", text.substring(ERROR.length()));
    } else if (!text.isEmpty()) {
      log.info("{}", text);
    }
  }

  /** Also a last line that has no end. */
  @Override
  public synchronized void close() {
    end();
  }
}
