package io.snowgauge.pipelines.report;

import io.snowgauge.io.warehouse.publish.Retraction.TakenOut;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Says what was taken out, as soon as it is, and at the end what does not come back by itself. */
public final class RetractReport {
  private final PrintWriter out;
  private final List<String> notes = new ArrayList<>();
  private long rows;
  private long files;

  public RetractReport(PrintWriter out) {
    this.out = out;
  }

  /** Prints a line per file version, and what of it was not there to be taken out. */
  public void show(Dataset dataset, List<TakenOut> versions) {
    for (TakenOut version : versions) {
      out.printf(
          "%s %s: %,d rows taken out%n",
          dataset.name(), Display.uri(version.uri()), version.rows());
      long others = version.ingested() - version.rows();
      if (others < 0) {
        out.printf(
            "  %,d more than it has records: they took the place of several rows of a key%n",
            -others);
      } else if (others > 0) {
        out.printf(
            dataset.publish() == PublishMode.MERGE
                ? "  %,d of its %,d records were not its own rows any more: they lost to newer"
                    + " rows, were overwritten by them, or overwrote each other%n"
                : "  %,d of its %,d records were not in the table any more%n",
            others,
            version.ingested());
      }
      rows += version.rows();
      files++;
    }
    out.flush();
    if (versions.isEmpty()) {
      return;
    }
    if (dataset.publish() == PublishMode.MERGE) {
      notes.add(
          dataset.name()
              + " merges: values that these rows had overwritten are not restored; load the older"
              + " files again with --force for that");
    } else if (dataset.publish() == PublishMode.REPLACE) {
      notes.add(
          dataset.name()
              + " replaces: the rows of an older version of a file do not come back by themselves");
    }
  }

  /**
   * Prints the total.
   *
   * @param what was to be taken out
   */
  public void close(String what) {
    if (files == 0) {
      out.println("nothing of " + what + " is published; nothing was taken out");
      return;
    }
    out.printf("%,d rows of %,d files taken out%n", rows, files);
    notes.forEach(out::println);
  }
}
