package io.snowgauge.transforms.staging;

import java.util.ArrayList;
import java.util.List;

/**
 * The messages of a file: what the audit should mention though no line was refused for it, and the
 * reasons of refused lines; the first {@link #SHOWN}, and how many more there were.
 */
final class FileMessages {
  /** As many as the audit shows. */
  static final int SHOWN = 20;

  private final boolean withReasons;
  private final List<String> notices = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();
  private long unshown;

  /** Notices and reasons. */
  FileMessages() {
    this(true);
  }

  private FileMessages(boolean withReasons) {
    this.withReasons = withReasons;
  }

  /** Notices only, where the reasons are shown with their lines. */
  static FileMessages ofNotices() {
    return new FileMessages(false);
  }

  /** Adds what does not concern a single line; these come first. */
  void addNotice(String notice) {
    if (notices.size() < SHOWN) {
      notices.add(notice);
    } else {
      unshown++;
    }
  }

  /** Adds a message, of which only the number is kept once there are enough. */
  void add(String message) {
    if (hasRoom()) {
      shown.add(message);
    } else {
      addUnshown();
    }
  }

  /** Whether the next message will be kept. */
  boolean hasRoom() {
    return withReasons && shown.size() < SHOWN;
  }

  /** Counts a message that was not worth composing. */
  void addUnshown() {
    unshown += withReasons ? 1 : 0;
  }

  /** Notices and then reasons, each in the order in which they came. */
  List<String> list() {
    List<String> all = new ArrayList<>(notices);
    all.addAll(shown);
    long more = unshown + Math.max(all.size() - SHOWN, 0);
    List<String> list = new ArrayList<>(all.subList(0, Math.min(all.size(), SHOWN)));
    if (more > 0) {
      list.add("and " + more + " more");
    }
    return list;
  }
}
