package io.snowgauge.transforms.dataset;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many refused lines a file may have and still be published. Both limits are inclusive and both
 * apply; an absent one does not limit where the other is given.
 *
 * @param max refused lines, or null
 * @param maxRatio refused lines divided by all logical lines of the format, or null
 */
public record Tolerance(@Nullable Long max, @Nullable Double maxRatio) implements Serializable {
  /** One bad line fails the file. */
  public static final Tolerance NONE = new Tolerance(0L, null);

  /** Why {@code rejectedLines} of {@code lines} are too many; empty if they are within bounds. */
  public Optional<String> exceededBy(long rejectedLines, long lines) {
    if (rejectedLines == 0) {
      return Optional.empty();
    }
    if (max != null && rejectedLines > max) {
      return Optional.of(
          rejectedLines
              + " of "
              + lines
              + " lines rejected, "
              + (max == 0 ? "none" : "at most " + max)
              + " tolerated");
    }
    if (maxRatio != null && (double) rejectedLines / lines > maxRatio) {
      return Optional.of(
          rejectedLines
              + " of "
              + lines
              + " lines rejected, at most a ratio of "
              + maxRatio
              + " tolerated");
    }
    return Optional.empty();
  }
}
