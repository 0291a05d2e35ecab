package io.snowgauge.transforms.expectations;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How files that were expected stand.
 *
 * @param period of which they are
 * @param unit the captures that they were expected of, by name; perhaps none
 * @param verdicts what is to be said of them, at least one
 * @param records how many came in
 * @param bytes how many
 * @param rejected how many records were refused
 * @param loadedAt when the first of them was in, or null
 * @param expectedRecords how many records should have come at least, if that is why they are short
 * @param failed the URIs of those that were not loaded
 */
public record Standing(
    Period period,
    Map<String, String> unit,
    Set<Verdict> verdicts,
    long records,
    long bytes,
    long rejected,
    @Nullable Instant loadedAt,
    long expectedRecords,
    List<String> failed) {

  /** Keeps copies. */
  public Standing {
    unit = Collections.unmodifiableMap(new LinkedHashMap<>(unit));
    verdicts = Collections.unmodifiableSet(EnumSet.copyOf(verdicts));
    failed = List.copyOf(failed);
  }

  /** The same with other verdicts, and other files that were not loaded. */
  public Standing with(Collection<Verdict> others, List<String> othersFailed) {
    return new Standing(
        period,
        unit,
        EnumSet.copyOf(others),
        records,
        bytes,
        rejected,
        loadedAt,
        expectedRecords,
        othersFailed);
  }
}
