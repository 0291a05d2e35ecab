package io.snowgauge.io.files;

import org.jspecify.annotations.Nullable;

/** What must be there for an object to be created. */
public sealed interface WriteCondition {
  /** Whatever is there. */
  record Anything() implements WriteCondition {}

  /**
   * Exactly one version, or nothing.
   *
   * @param etag of the version, without quotes; null for nothing
   */
  record Version(@Nullable String etag) implements WriteCondition {
    /** For the header If-Match, or null. */
    public @Nullable String ifMatch() {
      return etag == null ? null : '"' + etag + '"';
    }

    /** For the header If-None-Match, or null. */
    public @Nullable String ifNoneMatch() {
      return etag == null ? "*" : null;
    }
  }
}
