package io.snowgauge.transforms.tabular;

import java.io.Serializable;
import java.util.List;

/**
 * The texts that stand for null, besides nothing at all.
 *
 * @param texts the empty one makes quotes around nothing null, too
 * @param quoted whether the others do so in quotes, too
 */
public record NullTokens(List<String> texts, boolean quoted) implements Serializable {
  public static final NullTokens NONE = new NullTokens(List.of(), false);

  /** Keeps a copy of the list. */
  public NullTokens {
    texts = List.copyOf(texts);
  }
}
