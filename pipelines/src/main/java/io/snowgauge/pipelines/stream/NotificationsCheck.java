package io.snowgauge.pipelines.stream;

import io.snowgauge.io.notifications.NotificationsUnreachableException;
import io.snowgauge.io.notifications.Subscription;
import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.InvalidConfigurationException;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Whether notifications can be read. */
public final class NotificationsCheck {
  private static final String SUBJECT = "notifications";

  private NotificationsCheck() {}

  /** What of a configuration needs the libraries of {@code pipelines/cloud}, if anything does. */
  public static Optional<String> needsLibraries(Configuration configuration) {
    return configuration.streaming().subscription().map(any -> "notifications.type");
  }

  /**
   * Reaches the source, consuming nothing.
   *
   * @param beamArguments what Beam's options say of it
   */
  public static Finding finding(Optional<Subscription> subscription, List<String> beamArguments) {
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
