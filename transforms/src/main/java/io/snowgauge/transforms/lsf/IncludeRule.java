package io.snowgauge.transforms.lsf;

import java.io.Serializable;
import java.util.List;

/**
 * What becomes of {@code #INCLUDE}.
 *
 * @param isFollowed whether the text of the other file is read in its place; otherwise it is told
 * @param folders whose files may be named besides those below the input
 */
public record IncludeRule(boolean isFollowed, List<String> folders) implements Serializable {
  /** It is told. */
  public static final IncludeRule REPORT = new IncludeRule(false, List.of());

  /** Keeps a copy of the folders. */
  public IncludeRule {
    folders = List.copyOf(folders);
  }
}
