package io.snowgauge.io.alerts;

import io.snowgauge.transforms.text.Excerpt;
import java.time.Instant;
import java.util.List;

/**
 * What somebody is told. It holds names of datasets, files and runs and numbers, and never anything
 * that is in files, nor messages of systems.
 *
 * @param incident its identity, the same whenever it is told and when it is over
 * @param action whether it begins or is over
 * @param severity how bad it is
 * @param kind what it is of, such as MISSING
 * @param dataset of which
 * @param source the name of this installation
 * @param summary one sentence
 * @param details a line for each thing concerned
 * @param at when it was noticed
 */
public record Alert(
    String incident,
    Action action,
    Severity severity,
    String kind,
    String dataset,
    String source,
    String summary,
    List<String> details,
    Instant at) {

  /** What is told of an incident. */
  public enum Action {
    /** It begins. */
    TRIGGERED,
    /** It is over. */
    RESOLVED
  }

  /** How bad it is. */
  public enum Severity {
    /** Data are not there. */
    ERROR,
    /** Data are there, and not as they should be. */
    WARNING,
    /** Nothing is wrong. */
    INFO
  }

  /** Leaves out control characters, and keeps a copy of the list. */
  public Alert {
    summary = Excerpt.printable(summary);
    details = details.stream().map(Excerpt::printable).toList();
  }
}
