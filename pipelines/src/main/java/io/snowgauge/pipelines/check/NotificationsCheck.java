package io.snowgauge.pipelines.check;

import io.snowgauge.io.notifications.NotificationsUnreachableException;
import io.snowgauge.io.notifications.Subscription;
import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Whether notifications can be read. */
final class NotificationsCheck {
  private static final String SUBJECT = "notifications";

  private NotificationsCheck() {}

  /**
   * Reaches the source, consuming nothing.
   *
   * @param beamArguments what Beam's options say of it
   */
  static Finding finding(Optional<Subscription> subscription, List<String> beamArguments) {
    if (subscription.isEmpty()) {
      return Finding.ok(SUBJECT, "none: the inputs are listed instead");
    }
    try {
      return Finding.ok(
          SUBJECT,
          subscription
              .get()
              .source()
              .reach(
                  PipelineOptionsFactory.fromArgs(beamArguments.toArray(String[]::new)).create()));
    } catch (NotificationsUnreachableException | InvalidConfigurationException e) {
      return Finding.failed(SUBJECT, String.valueOf(e.getMessage()));
    }
  }
}
