package io.snowgauge.pipelines.config;

import io.snowgauge.io.notifications.Subscription;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.Texts;

/** A queue of Azure Queue Storage. */
final class AzureQueue {
  static final Section SECTION =
      new Section(Notifications.GROUP, Notifications.TYPE.is(Notifications.Type.AZURE_QUEUE));

  private static final Setting<String> QUEUE =
      SECTION
          .setting(
              "queue",
              Texts.matching(
                  "the URL of a storage queue, such as"
                      + " 'https://ACCOUNT.queue.core.windows.net/landing'",
                  "https?://[^\\s/?#]+/([^\\s/?#]+/)?[a-z0-9][a-z0-9-]{1,61}[a-z0-9]"),
              "The URL of the queue in Azure Queue Storage.")
          .needed();

  private AzureQueue() {}

  static Subscription.StorageQueue subscription(Values values) {
    return new Subscription.StorageQueue(
        values.get(QUEUE), AzureSubscriber.connectionString(values));
  }
}
