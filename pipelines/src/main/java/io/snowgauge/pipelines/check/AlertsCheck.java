package io.snowgauge.pipelines.check;

import io.snowgauge.io.alerts.Alert;
import io.snowgauge.io.alerts.Delivery;
import io.snowgauge.io.alerts.Route;
import io.snowgauge.io.posting.UndeliveredException;
import io.snowgauge.io.warehouse.Finding;
import java.time.Instant;
import java.util.List;

/** Whether alerts get through. */
public final class AlertsCheck {
  private AlertsCheck() {}

  /** Sends one to a channel, and to one that keeps incidents that it is over. */
  public static Finding send(Route route, Delivery delivery, Instant now) {
    String subject = subject(route);
    try {
      delivery.deliver(route.channel(), test(route, Alert.Action.TRIGGERED, now));
      if (route.channel().keepsIncidents()) {
        delivery.deliver(route.channel(), test(route, Alert.Action.RESOLVED, now));
      }
      return Finding.ok(subject, "took a test alert");
    } catch (UndeliveredException e) {
      return Finding.failed(subject, "took no test alert: " + e.getMessage());
    }
  }

  /** Whether its secrets can be read; nothing is sent. */
  static Finding look(Route route, Instant now) {
    String subject = subject(route);
    try {
      Delivery.requireReadable(route.channel(), test(route, Alert.Action.TRIGGERED, now));
      return Finding.ok(subject, "not asked; 'check --send-test-alert' sends an alert");
    } catch (UndeliveredException e) {
      return Finding.failed(subject, String.valueOf(e.getMessage()));
    }
  }

  private static String subject(Route route) {
    return "alerts." + route.channel().name();
  }

  private static Alert test(Route route, Alert.Action action, Instant now) {
    return new Alert(
        "check/TEST",
        action,
        Alert.Severity.INFO,
        "TEST",
        "check",
        route.source(),
        "This is a test of alerts; nothing is wrong",
        List.of(),
        now);
  }
}
