package io.snowgauge.transforms.files;

import java.io.IOException;

/** A file is there, but not any more in the version that was asked for. */
public final class ChangedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Names the file. */
  public ChangedFileException(String uri) {
    super(uri + " is another version by now");
  }
}
