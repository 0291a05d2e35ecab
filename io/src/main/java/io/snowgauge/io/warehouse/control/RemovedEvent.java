package io.snowgauge.io.warehouse.control;

import java.util.List;

/**
 * What stays of an event of a chain that retention removes.
 *
 * @param hash as the event had it
 * @param previous the hash of the epoch before, as the event had it
 */
public record RemovedEvent(String dataset, long place, long epoch, String hash, String previous) {
  /** Words what stays of events of one dataset, so that nobody else can. */
  public interface Stubs {
    /** The text that is kept. */
    String stub(String dataset, List<RemovedEvent> events);
  }
}
