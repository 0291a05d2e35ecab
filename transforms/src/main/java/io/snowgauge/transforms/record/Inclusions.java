package io.snowgauge.transforms.record;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds the files whose text stands in that of another, which names them. */
@FunctionalInterface
public interface Inclusions {
  /**
   * The file of a name.
   *
   * @param in the file that has the name in its text, or null for the outermost one
   * @throws UnavailableException if it may not or cannot be read
   */
  Included find(String name, @Nullable Included in) throws UnavailableException;

  /** A file may not or cannot be read. */
  final class UnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    /** For a reason that stands behind the file's name. */
    public UnavailableException(String reason) {
      super(reason);
    }

    /** Why. */
    public String reason() {
      return String.valueOf(getMessage());
    }
  }
}
