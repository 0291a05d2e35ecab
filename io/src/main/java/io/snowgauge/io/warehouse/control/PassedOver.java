package io.snowgauge.io.warehouse.control;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages on what a run found and did not try to load.
 *
 * @param notices on what is hardly meant to be left out, such as files whose dates are no days;
 *     they change no status
 * @param skipped on files that failed too often; they make the run FAILED, for the files are still
 *     not in
 */
public record PassedOver(List<String> notices, List<String> skipped) implements Serializable {
  public static final PassedOver NOTHING = new PassedOver(List.of(), List.of());

  /** Keeps copies of the lists. */
  public PassedOver {
    notices = List.copyOf(notices);
    skipped = List.copyOf(skipped);
  }

  /** All of them, notices first: there are few, and the audit shows no more than some messages. */
  List<String> messages() {
    List<String> messages = new ArrayList<>(notices);
    messages.addAll(skipped);
    return messages;
  }
}
