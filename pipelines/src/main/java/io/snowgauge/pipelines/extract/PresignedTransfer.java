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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Has the container's curl upload a file to a URL that is good for this one object. The container
 * gets no credential, and curl reads the URL from its standard input.
 */
final class PresignedTransfer {
  private static final Duration VALIDITY = Duration.ofHours(1);

  /** curl's exit codes where no proxy and no host was found, or none let it connect. */
  private static final Set<Integer> NEVER_CONNECTED = Set.of(5, 6, 7);

  /** curl's exit code where the answer is an error. */
  private static final int HTTP_ERROR = 22;

  private static final Pattern ETAG = Pattern.compile("(?im)^etag: *(?:W/)?\"?([^\"\r\n]+)");

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
    target.writeSidecar(Target.sidecar(files, file, sha256).text());
    // Where nobody knows whether the store has taken the file, or will, the sidecar stays: the file
    // is then half of a pair whenever it comes.
    PodFiles.Upload upload = files.upload(file, curlConfiguration(file, url.get()));
    String refused = whyRefused(upload, url.get());
    if (refused == null) {
      verify(file, upload, url.get(), sidecarBefore);
    } else if (isWithoutEffect(upload)) {
      target.restoreSidecar(sidecarBefore);
    }
    return refused;
  }

  private static @Nullable String whyRefused(PodFiles.Upload upload, UploadUrl url) {
    String said = upload.said().replace(url.url(), url.toString()).strip();
    if (upload.exitCode() == 0 && said.matches("(?s)(.*\\n)?HTTP 2[0-9][0-9]")) {
      return null;
    }
    String shown =
        said.lines()
            .filter(line -> line.startsWith("curl: ") || line.matches("HTTP [0-9]{3}"))
            .collect(Collectors.joining("; "));
    return "curl ended with " + upload.exitCode() + ": " + (shown.isEmpty() ? tail(said) : shown);
  }

  private static String tail(String said) {
    return said.length() > 300 ? said.substring(said.length() - 300) : said;
  }

  /** Whether it is known that the store did not take the file: it refused it, or was not asked. */
  private static boolean isWithoutEffect(PodFiles.Upload upload) {
    return NEVER_CONNECTED.contains(upload.exitCode())
        || (upload.exitCode() == HTTP_ERROR
            && upload.said().strip().matches("(?s)(.*\\n)?HTTP 4[0-9][0-9]"));
  }

  private void verify(
      Measurement file, PodFiles.Upload upload, UploadUrl url, @Nullable String sidecarBefore)
      throws IOException, PodException {
    SourceFile there = target.now();
    PodException problem = null;
    if (there == null || there.sizeBytes() != file.bytes()) {
      problem =
          PodException.passing(
              "expected "
                  + file.bytes()
                  + " bytes at the destination but found "
                  + (there == null ? "nothing" : String.valueOf(there.sizeBytes())));
    } else if (!url.isVerified()) {
      String sha256 = Target.sha256(there);
      problem =
          sha256.equals(file.sha256())
              ? null
              : PodException.passing(
                  "what arrived is not what the container has: expected sha256 "
                      + file.sha256()
                      + " but found "
                      + sha256);
    }
    if (problem == null && !PodFiles.isUnchanged(file, upload.after())) {
      problem = PodFiles.changed();
    }
    if (problem != null) {
      // What somebody else put there meanwhile is not ours to remove.
      if (target.remove(etag(upload))) {
        target.restoreSidecar(sidecarBefore);
      }
      throw problem;
    }
  }

  /** Of the version that was uploaded, as the store named it, or null. */
  private static @Nullable String etag(PodFiles.Upload upload) {
    String etag = null;
    Matcher matcher = ETAG.matcher(upload.said());
    while (matcher.find()) {
      etag = matcher.group(1);
    }
    return etag;
  }

  /** What curl reads with -K: a line for each option, values in quotes. */
  private String curlConfiguration(Measurement file, UploadUrl url) {
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
    // It ends before its silence is taken for that of a dead connection.
    long seconds = Math.max(1, files.longestSilence().toSeconds() * 9 / 10);
    option(lines, "max-time", String.valueOf(seconds));
    option(lines, "output", "/dev/null");
    option(lines, "dump-header", "-");
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
