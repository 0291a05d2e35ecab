package io.snowgauge.pipelines.batch;

import io.snowgauge.transforms.dataset.Dataset;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Files and folders of a dataset's input that only their dates keep out.
 *
 * @param uris of them
 */
public record Misdated(Dataset dataset, List<String> uris) {
  private static final int EXAMPLES = 5;

  /** Keeps a copy of the URIs. */
  public Misdated {
    uris = List.copyOf(uris);
  }

  /**
   * Says so, with the first of them; nothing if there are none.
   *
   * @param shown how a URI is written
   */
  public List<String> messages(UnaryOperator<String> shown) {
    if (uris.isEmpty()) {
      return List.of();
    }
    String examples = uris.stream().limit(EXAMPLES).map(shown).collect(Collectors.joining(", "));
    String more =
        uris.size() > EXAMPLES
            ? " and %d more, %d in all".formatted(uris.size() - EXAMPLES, uris.size())
            : "";
    return List.of(
        "not read, for their dates are no days or are not written as in the input "
            + shown.apply(dataset.input().toString())
            + ": "
            + examples
            + more);
  }
}
