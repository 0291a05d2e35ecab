package io.snowgauge.pipelines.check;

import io.snowgauge.io.kubernetes.Cluster;
import io.snowgauge.io.kubernetes.PodException;
import io.snowgauge.io.kubernetes.PodSelection;
import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.pipelines.batch.FailureMessage;
import io.snowgauge.pipelines.config.Extraction;
import java.io.IOException;
import java.util.List;

/** Whether the pods of an extraction are there, without executing anything in them. */
final class ExtractCheck {
  private ExtractCheck() {}

  /** What was found. */
  static Finding finding(Extraction configured) {
    String subject = "extract." + configured.name();
    PodSelection selection = configured.selection();
    try (Cluster cluster = Cluster.of(configured.cluster())) {
      List<String> pods = selection.podNames(cluster);
      for (String pod : pods) {
        selection.containerOf(cluster, pod);
      }
      return Finding.ok(
          subject,
          "%d pod%s in namespace %s of cluster %s; exec is not tried"
              .formatted(
                  pods.size(),
                  pods.size() == 1 ? " runs" : "s run",
                  configured.namespace(),
                  cluster.name()));
    } catch (PodException | IOException e) {
      return Finding.failed(subject, FailureMessage.of(e));
    }
  }
}
