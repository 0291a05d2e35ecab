package io.snowgauge.io.alerts;

import io.snowgauge.io.posting.Message;
import io.snowgauge.io.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A webhook of Microsoft Teams' Workflows, which takes <a
 * href="https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using">a
 * message with an Adaptive Card</a>. Whoever has its URL can post, so the URL is a secret.
 *
 * @param name as configured
 * @param url of the webhook
 */
public record Teams(String name, Secret url) implements Channel {
  /** A message may have 28 kB; this much of details leaves room for escapes and the rest. */
  private static final int DETAILS = 8000;

  private static final int SUMMARY = 1000;

  @Override
  public boolean keepsIncidents() {
    return false;
  }

  @Override
  public Message message(Alert alert) {
    boolean isOver = alert.action() == Alert.Action.RESOLVED;
    String color =
        isOver || alert.severity() == Alert.Severity.INFO
            ? "Good"
            : alert.severity() == Alert.Severity.ERROR ? "Attention" : "Warning";
    String title = (isOver ? "OK again: " : "") + alert.kind() + " " + alert.dataset();
    List<Object> body = new ArrayList<>();
    body.add(text(Fitting.cut(alert.source() + ": " + title, 150), color, true));
    body.add(text(Fitting.cut(alert.summary(), SUMMARY), "Default", false));
    for (String line :
        Fitting.lines(
            alert.details(), DETAILS, one -> one.getBytes(StandardCharsets.UTF_8).length)) {
      body.add(text(line, "Default", false));
    }
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    card.put("type", "AdaptiveCard");
    card.put("version", "1.4");
    card.put("body", body);
    return Message.json(
        url.read(),
        Json.text(
            Map.of(
                "type",
                "message",
                "attachments",
                List.of(
                    Map.of(
                        "contentType",
                        "application/vnd.microsoft.card.adaptive",
                        "content",
                        card)))));
  }

  /** Of a rich block, for a TextBlock would take names of files for Markdown. */
  private static Map<String, Object> text(String text, String color, boolean isTitle) {
    return Map.of(
        "type",
        "RichTextBlock",
        "inlines",
        List.of(
            Map.of(
                "type",
                "TextRun",
                "text",
                text,
                "color",
                color,
                "weight",
                isTitle ? "Bolder" : "Default",
                "size",
                isTitle ? "Large" : "Default")));
  }
}
