package io.snowgauge.pipelines.batch;

import io.snowgauge.transforms.dataset.Dataset;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a dataset's input leaves out, though somebody may look for it.
 *
 * @param misdated URIs of files and folders that only their dates keep out
 * @param hidden how many files only the dots keep out that their names begin with
 */
public record LeftOut(Dataset dataset, List<String> misdated, int hidden) {
  private static final int EXAMPLES = 5;

  /** Keeps a copy of the URIs. */
  public LeftOut {
    misdated = List.copyOf(misdated);
  }

  /** Nothing. */
  static LeftOut nothing(Dataset dataset) {
    return new LeftOut(dataset, List.of(), 0);
  }

  /**
   * Says what dates keep out, with the first of it; nothing if there is none.
   *
   * @param shown how a URI is written
   */
  public List<String> messages(UnaryOperator<String> shown) {
    if (misdated.isEmpty()) {
      return List.of();
    }
    String examples =
        misdated.stream().limit(EXAMPLES).map(shown).collect(Collectors.joining(", "));
    String more =
        misdated.size() > EXAMPLES
            ? " and %d more, %d in all".formatted(misdated.size() - EXAMPLES, misdated.size())
            : "";
    return List.of(
        "not read, for their dates are no days or are not written as in the input "
            + shown.apply(dataset.input().toString())
            + ": "
            + examples
            + more);
  }
}
