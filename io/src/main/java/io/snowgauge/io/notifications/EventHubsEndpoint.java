package io.snowgauge.io.notifications;

/**
 * The Kafka endpoint of an Event Hubs namespace.
 *
 * @param host of the namespace
 * @param port of its Kafka endpoint
 */
record EventHubsEndpoint(String host, int port) {
  private static final String DOMAIN = ".servicebus.windows.net";
  private static final int KAFKA_PORT = 9093;

  /**
   * From what is configured: the name of a namespace, which has no dot, or a host, either with or
   * without a port. A name with a port is a host, too.
   */
  static EventHubsEndpoint of(String namespace) {
    int colon = namespace.indexOf(':');
    if (colon >= 0) {
      return new EventHubsEndpoint(
          namespace.substring(0, colon), Integer.parseInt(namespace.substring(colon + 1)));
    }
    String host = namespace.contains(".") ? namespace : namespace + DOMAIN;
    return new EventHubsEndpoint(host, KAFKA_PORT);
  }

  String bootstrapServers() {
    return host + ":" + port;
  }

  /** What an access token has to be for. */
  String scope() {
    return "https://" + host + "/.default";
  }
}
