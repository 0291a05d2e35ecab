package io.snowgauge.pipelines.infer;

import java.io.IOException;

/** A file that there is nothing to guess from: it is no text, or there is none in it. */
public final class UnfitFileException extends IOException {
  UnfitFileException(String message) {
    super(message);
  }
}
