package io.snowgauge.pipelines.check;

import io.snowgauge.io.lineage.LineageTarget;
import io.snowgauge.io.posting.UndeliveredException;
import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.lineage.Lineage;

/** Whether OpenLineage events get through. */
public final class LineageCheck {
  private static final String SUBJECT = "lineage";

  private LineageCheck() {}

  /** Reaches what takes events, giving it none. */
  static Finding look(LineageTarget target) {
    return target.sink().look(SUBJECT);
  }

  /** Delivers an event of type OTHER, of the job {@code snowgauge.check.test}. */
  public static Finding send(Configuration configuration, LineageTarget target) {
    try {
      target.sink().deliver(Lineage.test(configuration, target));
      return Finding.ok(SUBJECT, "took a test event");
    } catch (UndeliveredException e) {
      return Finding.failed(SUBJECT, "took no test event: " + e.getMessage());
    }
  }
}
