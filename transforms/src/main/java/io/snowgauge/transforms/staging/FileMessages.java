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

  /** So many of them are notices at most, if there are as many reasons: both are worth knowing. */
  private static final int SHOWN_NOTICES = 10;

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
    int first = Math.min(notices.size(), Math.max(SHOWN_NOTICES, SHOWN - shown.size()));
    int reasons = Math.min(shown.size(), SHOWN - first);
    List<String> list = new ArrayList<>(notices.subList(0, first));
    list.addAll(shown.subList(0, reasons));
    long more = unshown + notices.size() + shown.size() - list.size();
    if (more > 0) {
      list.add("and " + more + " more");
    }
    return list;
  }
}
