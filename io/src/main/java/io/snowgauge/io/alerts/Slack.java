package io.snowgauge.io.alerts;

import io.snowgauge.io.posting.Message;
import io.snowgauge.io.secrets.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An <a href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks">incoming
 * webhook</a> of Slack.
 *
 * @param name as configured
 * @param url of the webhook
 */
public record Slack(String name, Secret url) implements Channel {
  /** Of <a href="https://docs.slack.dev/reference/block-kit/blocks/header-block">a header</a>. */
  private static final int HEADER = 150;

  /** Of <a href="https://docs.slack.dev/reference/block-kit/blocks/section-block">a section</a>. */
  private static final int SECTION = 3000;

  /** Of the text for notifications, which is as long as one section may be. */
  private static final int TEXT = 2900;

  @Override
  public boolean keepsIncidents() {
    return false;
  }

  @Override
  public Message message(Alert alert) {
    String title =
        alert.action() == Alert.Action.RESOLVED
            ? "OK again: " + alert.kind() + " " + alert.dataset()
            : alert.kind() + " " + alert.dataset();
    List<Object> blocks = new ArrayList<>();
    blocks.add(
        Map.of(
            "type", "header", "text", plain(Fitting.cut(alert.source() + ": " + title, HEADER))));
    blocks.add(Map.of("type", "section", "text", plain(Fitting.cut(alert.summary(), TEXT))));
    if (!alert.details().isEmpty()) {
      // Of plain text, so that names of files are not taken for marks of emphasis.
      List<String> lines = Fitting.lines(alert.details(), SECTION, String::length);
      blocks.add(Map.of("type", "section", "text", plain(String.join("\n", lines))));
    }
    return Message.json(
        url.read(),
        Json.text(
            Map.of("text", escaped(Fitting.cut(alert.summary(), TEXT / 5)), "blocks", blocks)));
  }

  private static Map<String, Object> plain(String text) {
    return Map.of("type", "plain_text", "text", text, "emoji", false);
  }

  /** The three characters by which Slack's text has links and mentions. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
