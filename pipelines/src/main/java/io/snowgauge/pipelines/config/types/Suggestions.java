package io.snowgauge.pipelines.config.types;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds what a misspelt name probably meant. */
public final class Suggestions {
  private Suggestions() {}

  /**
   * The name that is nearest to {@code wrong}, ignoring case, if one is near; of equals the first.
   */
  public static Optional<String> nearest(String wrong, Collection<String> names) {
    Optional<String> nearest = Optional.empty();
    int limit = wrong.length() <= 3 ? 1 : wrong.length() <= 8 ? 2 : 3;
    for (String name : names) {
      int distance =
          new LevenshteinDistance(limit)
              .apply(wrong.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (distance >= 0) {
        nearest = Optional.of(name);
        if (distance == 0) {
          break;
        }
        limit = distance - 1;
      }
    }
    return nearest;
  }

  /** "; did you mean …?", to end a message with; nothing if no name is near. */
  public static String question(String wrong, Collection<String> names) {
    return nearest(wrong, names).map(near -> "; did you mean " + near + "?").orElse("");
  }
}
