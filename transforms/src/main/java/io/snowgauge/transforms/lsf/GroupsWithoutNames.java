package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.ParseListener;
import java.util.ArrayList;
import java.util.List;

/** The groups of a file that have no names and so make no records: it is told of them at once. */
final class GroupsWithoutNames {
  private static final int SHOWN = 5;

  private final List<String> shown = new ArrayList<>();
  private long size;

  /** Adds a group by how it is to be shown. */
  void add(String group) {
    size++;
    if (shown.size() < SHOWN) {
      shown.add(group);
    }
  }

  void report(ParseListener listener) {
    if (size > 0) {
      String more = size > shown.size() ? " and " + (size - shown.size()) + " more" : "";
      listener.notice("no names, so no records: group " + String.join(", ", shown) + more);
    }
  }
}
