package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.ConfigurationFolder.MINIMAL;
import static io.snowgauge.pipelines.config.ConfigurationFolder.minimalWith;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.alerts.AlertKind;
import io.snowgauge.io.alerts.PagerDuty;
import io.snowgauge.io.alerts.Route;
import io.snowgauge.io.alerts.Slack;
import io.snowgauge.io.alerts.Webhook;
import io.snowgauge.pipelines.config.types.DeferredText;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsConfigurationTest {
  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  private DeferredText secret(String key, String text) {
    return new DeferredText("alerts." + key, text, path.toString(), true);
  }

  @Test
  void nobodyIsToldByDefault() {
    assertThat(folder.load(MINIMAL).alerts(), is(empty()));
  }

  @Test
  void channelsHaveSecretsAndWhatTheyAreToldOf() {
    Configuration configuration =
        folder.load(
            minimalWith(
                """
                "alerts": {
                  "team": {"type": "slack", "url": "${env:URL}"},
                  "oncall": {
                    "type": "pagerDuty", "routingKey": "${env:KEY}", "source": "prod",
                    "on": ["missing", "runFailed"]
                  },
                  "hook": {"type": "webhook", "url": "${env:URL}", "token": "${env:TOKEN}"}
                }
                """));
    assertThat(configuration.warnings(), is(empty()));
    assertThat(
        configuration.alerts(),
        is(
            List.of(
                new Route(
                    new Slack("team", secret("team.url", "${env:URL}")),
                    EnumSet.allOf(AlertKind.class),
                    "snowgauge"),
                new Route(
                    new PagerDuty(
                        "oncall",
                        secret("oncall.routingKey", "${env:KEY}"),
                        "https://events.pagerduty.com/v2/enqueue"),
                    Set.of(AlertKind.MISSING, AlertKind.RUN_FAILED),
                    "prod"),
                new Route(
                    new Webhook(
                        "hook",
                        secret("hook.url", "${env:URL}"),
                        secret("hook.token", "${env:TOKEN}")),
                    EnumSet.allOf(AlertKind.class),
                    "snowgauge"))));
  }

  @Test
  void tellsWhatIsWrongAndNoSecret() {
    assertThat(
        folder.errors(
            minimalWith(
                """
                "alerts": {
                  "a": {"type": "slack", "url": "${env:URL}", "token": "hush"},
                  "b": {"type": "pagerDuty"},
                  "c": {"type": "teams", "url": "${env:URL}", "on": ["missing", "lost"]}
                }
                """)),
        contains(
            "alerts.a.token: expected only where alerts.a.type is webhook but found where it is"
                + " slack",
            "alerts.b.routingKey: expected a reference to a secret, ${env:NAME} or ${file:/path},"
                + " but found nothing",
            "alerts.c.on: expected one of missing, failed, runFailed, abandoned, commandFailed, lag,"
                + " failureRate, mismatch, short, late, partial but found 'lost'"));
  }
}
