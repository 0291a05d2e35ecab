package io.snowgauge.transforms.files;

import java.io.Serializable;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One version of one file: the unit of everything.
 *
 * @param uri absolute and canonical
 * @param etag unquoted, or null where the storage has none (local files)
 * @param sizeBytes as listed, not as read
 * @param lastModified as listed; of the files that it includes the newest, if that is later
 * @param captures what the input pattern captured, {@code {date}} included
 * @param announcement what a notification said of it, or null if it was found by listing
 * @param included identifies the other files whose text stands in it, as they are; null if there
 *     are none, or if they are not followed
 */
public record SourceFile(
    String uri,
    @Nullable String etag,
    long sizeBytes,
    Instant lastModified,
    SortedMap<String, String> captures,
    @Nullable Announcement announcement,
    @Nullable String included)
    implements Serializable {

  /** Keeps a copy of the captures. */
  public SourceFile {
    captures = Collections.unmodifiableSortedMap(new TreeMap<>(captures));
  }

  /** A version that was found by listing, with captures in any order. */
  public SourceFile(
      String uri,
      @Nullable String etag,
      long sizeBytes,
      Instant lastModified,
      Map<String, String> captures) {
    this(uri, etag, sizeBytes, lastModified, new TreeMap<>(captures), null, null);
  }

  /** The same version, of which a notification told. */
  public SourceFile announced(Announcement announcement) {
    return new SourceFile(uri, etag, sizeBytes, lastModified, captures, announcement, included);
  }

  /**
   * The same version together with other files whose text stands in it.
   *
   * @param included identifies them, or null for none
   * @param newest when the last of them was modified: versions are ordered by that
   */
  public SourceFile including(@Nullable String included, Instant newest) {
    Instant modified = newest.isAfter(lastModified) ? newest : lastModified;
    return new SourceFile(uri, etag, sizeBytes, modified, captures, announcement, included);
  }

  /**
   * Identifies the version: 32 hexadecimal digits of the SHA-256 of the URI, the ETag, the size and
   * what is included; the modification time stands in for a missing ETag.
   */
  public String fileId() {
    String version = etag == null ? "modified " + lastModified : "etag " + etag;
    String others = included == null ? "" : '\0' + included;
    return Sha256.identity(uri + '\0' + version + '\0' + sizeBytes + others, 16);
  }

  /** Whether both describe the same version, whatever was captured. */
  public boolean isSameVersion(SourceFile other) {
    return fileId().equals(other.fileId());
  }
}
