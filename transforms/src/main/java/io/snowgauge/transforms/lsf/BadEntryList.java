package io.snowgauge.transforms.lsf;

import java.util.ArrayList;
import java.util.List;

/** The bad entries of a line's USER_SHARES: how many there are, and what is said of them. */
final class BadEntryList {
  /** As many are named. */
  private static final int SHOWN = 20;

  private final BadEntries policy;
  private final List<MalformedLine> shown = new ArrayList<>();
  private int size;

  BadEntryList(BadEntries policy) {
    this.policy = policy;
  }

  void clear() {
    shown.clear();
    size = 0;
  }

  void add(MalformedLine entry) {
    size++;
    if (shown.size() < SHOWN) {
      shown.add(entry);
    }
  }

  int size() {
    return size;
  }

  /** Where the first one is bad. */
  int position() {
    return shown.get(0).position();
  }

  /** Why each of them is bad. */
  String reason() {
    StringBuilder reason = new StringBuilder(shown.get(0).reason());
    for (MalformedLine entry : shown.subList(1, shown.size())) {
      reason.append("; ").append(entry.reason());
    }
    if (size > shown.size()) {
      reason.append("; and ").append(size - shown.size()).append(" more");
    }
    return reason.toString();
  }

  /**
   * Ends the entries.
   *
   * @throws MalformedLine if there are bad ones, and they make their line so
   */
  void check() throws MalformedLine {
    if (size > 0 && policy == BadEntries.REJECT_LINE) {
      throw new MalformedLine(position(), reason());
    }
  }
}
