package io.snowgauge.io.kubernetes;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a container says of a file in it.
 *
 * @param path absolute; of what was found, or the pattern that matched nothing
 * @param kind what it is
 * @param bytes its length
 * @param sha256 of its bytes in lower-case hexadecimal; null where the container has no tool for
 *     it, or the tool failed
 * @param unhashed why the tool that it has gave no checksum, or null
 * @param modifiedAt when it was written; null where the container could not say
 * @param records how many it holds by the counting rule; null where that could not be found out
 * @param uncounted why not, or null
 * @param isRead whether its bytes were read; of large files that are found among others, it is only
 *     known that they are there
 */
public record Measurement(
    String path,
    Kind kind,
    long bytes,
    @Nullable String sha256,
    @Nullable String unhashed,
    @Nullable Instant modifiedAt,
    @Nullable Long records,
    @Nullable String uncounted,
    boolean isRead) {

  /** What can be at a path. */
  public enum Kind {
    FILE(null),
    /** A link to a regular file, as those of mounted ConfigMaps are. */
    LINK(null),
    MISSING(
        "expected a file but found nothing there; check the path, and that its volume is mounted"
            + " in this container"),
    UNMATCHED(
        "expected a file that matches but found none; check the pattern, and that its volume is"
            + " mounted in this container"),
    DANGLING("expected a file but found a link that leads nowhere; name what it should lead to"),
    FOLDER(
        "expected a file but found a folder; name the files in it, for example with /* behind it"),
    FIFO(
        "expected a regular file but found a FIFO, which cannot be read twice; have its writer write"
            + " to a file"),
    DEVICE("expected a regular file but found a device or socket; name a file"),
    NOT_UTF8("expected a name in UTF-8 but found other bytes; rename the file"),
    UNREADABLE(
        "expected a readable file but the user of the container may not read it; change its mode or"
            + " the container's securityContext");

    private final @Nullable String problem;

    Kind(@Nullable String problem) {
      this.problem = problem;
    }
  }

  /** Why it cannot be extracted and what to do about it; null if it can. */
  public @Nullable String problem() {
    return kind.problem;
  }

  /** The name of the file without its folder. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * Whether the file was the same when it was measured again, as far as could be found out. What
   * has a checksum is not counted again.
   */
  boolean isSameContent(Measurement again) {
    return bytes == again.bytes
        && kind == again.kind
        && Objects.equals(sha256, again.sha256)
        && (sha256 != null
            || (Objects.equals(records, again.records)
                && Objects.equals(modifiedAt, again.modifiedAt)));
  }
}
