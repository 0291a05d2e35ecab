package io.snowgauge.pipelines.config;

import io.snowgauge.io.alerts.AlertKind;
import io.snowgauge.io.alerts.Channel;
import io.snowgauge.io.alerts.PagerDuty;
import io.snowgauge.io.alerts.Route;
import io.snowgauge.io.alerts.Slack;
import io.snowgauge.io.alerts.Teams;
import io.snowgauge.io.alerts.Webhook;
import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.NameRule;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.Choice;
import io.snowgauge.pipelines.config.types.DeferredText;
import io.snowgauge.pipelines.config.types.JsonForm;
import io.snowgauge.pipelines.config.types.PlainType;
import io.snowgauge.pipelines.config.types.Texts;
import io.snowgauge.pipelines.config.types.ValueType;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Who is told of what goes wrong. */
final class Alerts {
  enum Type {
    SLACK,
    TEAMS,
    PAGER_DUTY,
    WEBHOOK
  }

  static final Group GROUP =
      new Group(
          "alerts",
          "Where people are told of what goes wrong, by name.",
          new NameRule(
              "channel",
              Datasets.NAME,
              "the name of a channel (a letter, then at most 63 letters, digits, '_' or '-')",
              NameRule.Kind.CLOSED));

  private static final Group EACH = new Group("alerts.*", "One channel for alerts.");

  static final Section SECTION = new Section(EACH);

  private static final Setting<Type> TYPE =
      SECTION
          .choice(
              "type",
              Type.class,
              "Who takes alerts: Slack's incoming webhook, a webhook of Microsoft Teams' Workflows,"
                  + " PagerDuty's Events API v2, or any webhook that takes CloudEvents.")
          .neededWhere(EACH.isGiven());

  private static final Setting<DeferredText> URL =
      SECTION
          .secret("url", "The address of the webhook, a secret")
          .onlyWhere(TYPE.is(Type.SLACK, Type.TEAMS, Type.WEBHOOK))
          .needed();

  private static final Setting<DeferredText> ROUTING_KEY =
      SECTION
          .secret("routingKey", "The integration key of PagerDuty's service")
          .onlyWhere(TYPE.is(Type.PAGER_DUTY))
          .needed();

  private static final Setting<String> ENDPOINT =
      SECTION
          .setting(
              "endpoint",
              Texts.endpoint(),
              "Where PagerDuty takes events; an account in the EU has"
                  + " https://events.eu.pagerduty.com/v2/enqueue.")
          .onlyWhere(TYPE.is(Type.PAGER_DUTY))
          .defaultsTo(PagerDuty.ENDPOINT);

  private static final Setting<DeferredText> TOKEN =
      SECTION
          .secret("token", "The bearer token that the webhook wants, if any")
          .onlyWhere(TYPE.is(Type.WEBHOOK));

  private static final Setting<Set<AlertKind>> ON =
      SECTION.setting("on", kinds(), "What is told there; by default all of it.");

  private static final Setting<String> SOURCE =
      SECTION
          .setting(
              "source",
              Texts.matching("a name of at most 100 characters", "\\S.{0,98}\\S|\\S"),
              "The name of this installation, which alerts tell.")
          .defaultsTo("snowgauge");

  private Alerts() {}

  private static ValueType<Set<AlertKind>> kinds() {
    Choice<AlertKind> choice = Choice.of(AlertKind.class);
    return PlainType.<Set<AlertKind>>of(
            "some of " + String.join(", ", choice.names()),
            (text, context) -> {
              Set<AlertKind> kinds = EnumSet.noneOf(AlertKind.class);
              for (String name : text.split(",", -1)) {
                kinds.add(choice.parse(name.strip(), context));
              }
              return kinds;
            },
            schema -> {
              schema.put("type", "array").put("minItems", 1);
              choice.describe(schema.putObject("items"));
            })
        .in(JsonForm.LIST)
        .shownAs(
            kinds ->
                kinds.stream().map(kind -> choice.show(kind, "")).collect(Collectors.joining(",")));
  }

  /** In the order of the file. */
  static List<Route> routes(Values values) {
    return values.names(GROUP).stream().map(name -> route(values.in(name), name)).toList();
  }

  private static Route route(Values channel, String name) {
    return new Route(
        channel(channel, name),
        Objects.requireNonNullElse(channel.find(ON), EnumSet.allOf(AlertKind.class)),
        channel.get(SOURCE));
  }

  private static Channel channel(Values channel, String name) {
    return switch (channel.get(TYPE)) {
      case SLACK -> new Slack(name, channel.get(URL));
      case TEAMS -> new Teams(name, channel.get(URL));
      case PAGER_DUTY -> new PagerDuty(name, channel.get(ROUTING_KEY), channel.get(ENDPOINT));
      case WEBHOOK -> new Webhook(name, channel.get(URL), channel.find(TOKEN));
    };
  }
}
