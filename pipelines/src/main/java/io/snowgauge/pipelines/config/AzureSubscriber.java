package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.DeferredText;
import org.jspecify.annotations.Nullable;

/** How whoever reads Azure's notifications proves who it is. */
final class AzureSubscriber {
  private enum Auth {
    CONNECTION_STRING,
    OAUTH
  }

  static final Section SECTION =
      new Section(
          new Group("notifications.auth", "How a stream proves to Azure who it is."),
          Notifications.TYPE.is(Notifications.Type.EVENT_HUBS, Notifications.Type.AZURE_QUEUE));

  private static final Setting<Auth> AUTH =
      SECTION
          .choice(
              "type",
              Auth.class,
              "How a stream proves to Azure who it is; oauth takes the identity that Azure's default"
                  + " credential finds.")
          .needed();

  private static final Setting<DeferredText> CONNECTION_STRING =
      SECTION
          .secret(
              "connectionString",
              "The connection string of an Event Hubs policy that may listen, or of the queue's"
                  + " storage account")
          .needed()
          .onlyWhere(AUTH.is(Auth.CONNECTION_STRING));

  private AzureSubscriber() {}

  /** Null for the identity that Azure's default credential finds. */
  static @Nullable DeferredText connectionString(Values values) {
    return values.find(CONNECTION_STRING);
  }
}
