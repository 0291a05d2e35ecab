package io.snowgauge.pipelines.infer;

import java.util.ArrayList;
import java.util.List;

/** Why each guess was made, a line for each. */
public final class Evidence {
  private final List<String> lines = new ArrayList<>();

  void add(String guess, String why) {
    lines.add(guess + ": " + why);
  }

  void addAll(Evidence others) {
    lines.addAll(others.lines);
  }

  /** The lines in the order of the guesses. */
  public List<String> lines() {
    return List.copyOf(lines);
  }
}
