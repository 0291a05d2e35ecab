package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.files.Sidecar;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has to hold of a file that was read: each check says what does not, or null. */
final class FileChecks {
  private FileChecks() {}

  /**
   * What was read of a local file is one version only if the listed one is still there; of others
   * it was by the way they are opened. What is included has to be what the listing found, too.
   */
  static @Nullable String whatChanged(SourceFile file, IncludedFiles included, long storedBytes) {
    if (!Storage.isLocal(file.uri())) {
      boolean isSame = storedBytes == file.sizeBytes() && included.isVersionOf(file);
      return isSame ? null : ReadFailure.CHANGED;
    }
    Optional<SourceFile> now;
    try {
      now = Storage.find(file.uri(), file.captures());
    } catch (IOException e) {
      return ReadFailure.why(file.uri(), e);
    }
    if (now.isEmpty()) {
      return "expected the listed file but it was deleted while it was read";
    }
    if (!included.with(now.get()).isSameVersion(file) || storedBytes != file.sizeBytes()) {
      return ReadFailure.CHANGED;
    }
    return null;
  }

  /**
   * The bytes are those that the sidecar manifest tells of.
   *
   * @param storedBytes that were read
   * @param digest of them, where there is a sidecar manifest
   */
  static @Nullable String whyNotSidecars(
      @Nullable Sidecar sidecar, long storedBytes, @Nullable MessageDigest digest) {
    if (sidecar == null || digest == null) {
      return null;
    }
    if (sidecar.bytes() != storedBytes) {
      return "sidecar manifest: expected " + sidecar.bytes() + " bytes but found " + storedBytes;
    }
    String sha256 = HexFormat.of().formatHex(digest.digest());
    return sha256.equals(sidecar.sha256())
        ? null
        : "sidecar manifest: expected sha256 " + sidecar.sha256() + " but found " + sha256;
  }

  /**
   * Each record that was counted was accepted or rejected.
   *
   * @param counted here, of the same bytes: if that is right, the source count was taken by another
   *     rule, for its digest is that of the file
   */
  static @Nullable String whyUnbalanced(long source, long counted, Parsing parsing) {
    long found = parsing.accepted() + parsing.rejected();
    return source == found
        ? null
        : "does not balance: expected "
            + source
            + " records by the source count but found "
            + parsing.accepted()
            + " accepted and "
            + parsing.rejected()
            + " rejected"
            + (counted == found
                ? "; the sidecar manifest's count was taken of the same bytes by another counting"
                    + " rule, with other settings of the format or by another version: extract the"
                    + " file again"
                : "");
  }
}
