package io.snowgauge.pipelines.check;

import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.io.warehouse.publish.WarehouseCheck;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.Extraction;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.transforms.dataset.Dataset;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Reaches every system that a configuration names. */
public final class Checks {
  private Checks() {}

  /** Gives each finding as soon as there is one. */
  public static void run(Composition checked, Consumer<Finding> found) {
    Configuration configuration = checked.configuration();
    List<Dataset> datasets = configuration.datasets();
    found.accept(Finding.ok("configuration", FileCheck.counted(datasets.size(), "dataset")));
    new WarehouseCheck(checked.warehouse(), datasets).findings().forEach(found);
    StageCheck.finding(checked.warehouse(), configuration.staging()).ifPresent(found);
    for (Dataset dataset : datasets) {
      found.accept(FileCheck.input(dataset, configuration.extractions()));
    }
    found.accept(FileCheck.ownFolder("archive", configuration.archive()));
    found.accept(FileCheck.ownFolder("staging", configuration.staging()));
    if (configuration.streaming().isConfigured()) {
      found.accept(
          NotificationsCheck.finding(
              configuration.streaming().subscription(), checked.forQueues(false)));
    }
    configuration.alerts().forEach(route -> found.accept(AlertsCheck.look(route, Instant.now())));
    configuration.lineage().map(LineageCheck::look).ifPresent(found);
    for (Extraction extraction : configuration.extractions()) {
      found.accept(ExtractCheck.finding(extraction));
      found.accept(
          FileCheck.folder("extract." + extraction.name() + ".destination", root(extraction)));
    }
  }

  /** What of a destination is there whatever is extracted. */
  private static String root(Extraction extraction) {
    String literal = extraction.destination().replaceFirst("[{].*", "");
    return literal.substring(0, literal.lastIndexOf('/') + 1);
  }
}
