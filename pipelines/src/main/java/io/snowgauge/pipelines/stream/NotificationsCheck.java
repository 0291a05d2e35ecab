package io.snowgauge.pipelines.stream;

import io.snowgauge.io.notifications.NotificationSource;
import io.snowgauge.io.notifications.NotificationsUnreachableException;
import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.InvalidConfigurationException;
import io.snowgauge.pipelines.config.NotificationsConfiguration;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Whether notifications can be read. */
public final class NotificationsCheck {
  private static final String SUBJECT = "notifications";

  private NotificationsCheck() {}

  /** What of a configuration needs the libraries of {@code pipelines/cloud}, if anything does. */
  public static Optional<String> needsLibraries(Configuration configuration) {
    return configuration
        .notifications()
        .filter(notifications -> !(notifications instanceof NotificationsConfiguration.Files))
        .map(notifications -> "notifications.type");
  }

  /**
   * Reaches the source, consuming nothing.
   *
   * @param beamArguments what Beam's options say of it
   */
  public static Finding finding(NotificationsConfiguration configured, List<String> beamArguments) {
    Optional<NotificationSource> source = NotificationSources.of(configured);
    if (source.isEmpty()) {
      return Finding.ok(SUBJECT, "none: the inputs are listed instead");
    }
    try {
      return Finding.ok(
          SUBJECT,
          source
              .get()
              .reach(
                  PipelineOptionsFactory.fromArgs(beamArguments.toArray(String[]::new)).create()));
    } catch (NotificationsUnreachableException | InvalidConfigurationException e) {
      return Finding.failed(SUBJECT, String.valueOf(e.getMessage()));
    }
  }
}
