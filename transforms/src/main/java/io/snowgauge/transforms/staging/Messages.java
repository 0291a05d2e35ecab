package io.snowgauge.transforms.staging;

import java.util.ArrayList;
import java.util.List;

/** The messages of a file: the first {@link #SHOWN}, and how many more there were. */
final class Messages {
  /** As many as the audit shows. */
  static final int SHOWN = 20;

  private final List<String> shown = new ArrayList<>();
  private long unshown;

  /** Adds a message, of which only the number is kept once there are enough. */
  void add(String message) {
    if (hasRoom()) {
      shown.add(message);
    } else {
      unshown++;
    }
  }

  /** Whether the next message will be kept. */
  boolean hasRoom() {
    return shown.size() < SHOWN;
  }

  /** Counts a message that was not worth composing. */
  void addUnshown() {
    unshown++;
  }

  /** The messages in the order in which they came. */
  List<String> list() {
    List<String> all = new ArrayList<>(shown);
    if (unshown > 0) {
      all.add("and " + unshown + " more");
    }
    return all;
  }
}
