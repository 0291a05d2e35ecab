package io.snowgauge.pipelines.config;

import io.snowgauge.io.notifications.Subscription;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.Texts;

/** A queue of Amazon SQS. */
final class Sqs {
  static final Section SECTION =
      new Section(Notifications.GROUP, Notifications.TYPE.is(Notifications.Type.SQS));

  private static final Setting<String> QUEUE_URL =
      SECTION
          .setting(
              "queueUrl",
              Texts.matching(
                  "the URL of an SQS queue, such as"
                      + " 'https://sqs.eu-west-1.amazonaws.com/123456789012/landing'",
                  "https?://[^\\s/]+/\\S+"),
              "The URL of the SQS queue.")
          .needed();

  private static final Setting<String> REGION =
      SECTION.setting(
          "region",
          Texts.matching("an AWS region, such as 'eu-west-1'", "[a-z0-9-]+"),
          "The AWS region of the queue, if its URL does not say it.");

  private static final Setting<String> ENDPOINT =
      SECTION.setting(
          "endpoint",
          Texts.matching("the URL of an SQS endpoint", "https?://[^\\s/]+(/\\S*)?"),
          "The URL of the SQS service, in place of AWS' own.");

  private Sqs() {}

  static Subscription.Queue subscription(Values values) {
    return new Subscription.Queue(
        values.get(QUEUE_URL), values.find(REGION), values.find(ENDPOINT));
  }
}
