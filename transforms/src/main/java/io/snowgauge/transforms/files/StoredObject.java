package io.snowgauge.transforms.files;

import java.time.Instant;
import java.util.Map;

/**
 * An object as its store shows it.
 *
 * @param uri canonical
 * @param etag without quotes
 * @param sizeBytes how long it is
 * @param lastModified when it was written
 */
public record StoredObject(String uri, String etag, long sizeBytes, Instant lastModified) {
  /** As a version of a file. */
  public SourceFile withCaptures(Map<String, String> captures) {
    return new SourceFile(uri, etag, sizeBytes, lastModified, captures);
  }
}
