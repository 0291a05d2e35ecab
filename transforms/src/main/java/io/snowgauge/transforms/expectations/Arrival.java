package io.snowgauge.transforms.expectations;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version of a file that was tried at some time.
 *
 * @param uri of the file
 * @param captures what the input's captures are of it
 * @param date the one that its name has, or null
 * @param state what has become of the version
 * @param modifiedAt when it was written; the newest version of a file counts
 * @param firstTriedAt when a run first tried it
 * @param firstLoadedAt when it was first in, or null if it never was
 * @param bytes its size
 * @param records how many were accepted of it
 * @param rejected how many were not
 */
public record Arrival(
    String uri,
    Map<String, String> captures,
    @Nullable LocalDate date,
    State state,
    Instant modifiedAt,
    Instant firstTriedAt,
    @Nullable Instant firstLoadedAt,
    long bytes,
    long records,
    long rejected) {

  /** What has become of a version. */
  public enum State {
    /** It is in, or was until a newer version took its place. */
    LOADED,
    /** It is in, and no newer version has taken its place. */
    PRESENT,
    /** It was not loaded. */
    FAILED,
    /** A person took it out again. */
    RETRACTED
  }

  /** Keeps a copy. */
  public Arrival {
    captures = Map.copyOf(captures);
  }

  boolean isIn() {
    return state == State.LOADED || state == State.PRESENT;
  }
}
