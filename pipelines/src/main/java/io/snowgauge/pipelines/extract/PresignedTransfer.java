package io.snowgauge.pipelines.extract;

import io.snowgauge.io.kubernetes.Measurement;
import io.snowgauge.io.kubernetes.PodException;
import io.snowgauge.io.kubernetes.PodFiles;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.files.UploadUrl;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has the container's curl upload a file to a URL that is good for this one object. The container
 * gets no credential, and curl reads the URL from its standard input.
 */
final class PresignedTransfer {
  private static final Duration VALIDITY = Duration.ofHours(1);

  private final PodFiles files;
  private final Target target;

  PresignedTransfer(PodFiles files, Target target) {
    this.files = files;
    this.target = target;
  }

  /**
   * Copies a file and its sidecar to the target.
   *
   * @return null if it is there, or why it has to go another way
   * @throws PodException if the file is not there, for a reason that another way would not mend
   */
  @Nullable String transfer(Measurement file, boolean canUpload) throws IOException, PodException {
    if (Storage.isLocal(target.uri())) {
      return "the destination is a local folder";
    }
    if (!canUpload) {
      return "the container has no curl";
    }
    String sha256 = file.sha256();
    if (sha256 == null) {
      return "the container has no tool for checksums";
    }
    SourceFile before = target.now();
    Optional<UploadUrl> url =
        Storage.store(target.uri())
            .uploadUrl(target.uri(), before == null ? null : before.etag(), sha256, VALIDITY);
    if (url.isEmpty()) {
      return "the credentials of the storage cannot sign URLs";
    }
    String sidecarBefore = target.sidecarText();
    target.writeSidecar(Target.sidecar(files.container(), file, sha256).text());
    boolean isThere = false;
    try {
      PodFiles.Upload upload = files.upload(file, curlConfiguration(file, url.get()));
      String refused = whyRefused(upload, url.get());
      if (refused != null) {
        return refused;
      }
      verify(file, upload.after(), url.get());
      isThere = true;
      return null;
    } finally {
      if (!isThere) {
        target.restoreSidecar(sidecarBefore);
      }
    }
  }

  private static @Nullable String whyRefused(PodFiles.Upload upload, UploadUrl url) {
    String said = upload.said().replace(url.url(), url.toString()).strip();
    String code = said.substring(said.lastIndexOf('\n') + 1);
    if (upload.exitCode() == 0 && code.matches("HTTP 2[0-9][0-9]")) {
      return null;
    }
    String shown = said.length() > 300 ? said.substring(said.length() - 300) : said;
    return "curl ended with " + upload.exitCode() + ": " + shown;
  }

  private void verify(Measurement file, Measurement after, UploadUrl url)
      throws IOException, PodException {
    SourceFile there = target.now();
    String problem = null;
    if (there == null || there.sizeBytes() != file.bytes()) {
      problem =
          "expected "
              + file.bytes()
              + " bytes at the destination but found "
              + (there == null ? "nothing" : String.valueOf(there.sizeBytes()));
    } else if (!url.isVerified()) {
      String sha256 = Target.sha256(there);
      problem =
          sha256.equals(file.sha256())
              ? null
              : "what arrived is not what the container has: expected sha256 "
                  + file.sha256()
                  + " but found "
                  + sha256;
    }
    if (problem != null) {
      target.remove();
      throw PodException.passing(problem);
    }
    if (!PodFiles.isUnchanged(file, after)) {
      target.remove();
      throw PodFiles.changed();
    }
  }

  /** What curl reads with -K: a line for each option, values in quotes. */
  private static String curlConfiguration(Measurement file, UploadUrl url) {
    StringBuilder lines = new StringBuilder();
    lines.append("silent\nshow-error\ngloboff\nfail\n");
    option(lines, "url", url.url());
    option(lines, "upload-file", file.path());
    for (Map.Entry<String, String> header : url.headers().entrySet()) {
      option(lines, "header", header.getKey() + ": " + header.getValue());
    }
    option(lines, "connect-timeout", "15");
    option(lines, "speed-limit", "1");
    option(lines, "speed-time", "60");
    option(lines, "output", "/dev/null");
    option(lines, "write-out", "\nHTTP %{http_code}");
    return lines.toString();
  }

  private static void option(StringBuilder lines, String name, String value) {
    String quoted =
        value
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t");
    lines.append(name).append(" = \"").append(quoted).append("\"\n");
  }
}
