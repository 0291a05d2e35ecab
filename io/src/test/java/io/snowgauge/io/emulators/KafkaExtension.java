package io.snowgauge.io.emulators;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One broker for all tests of a JVM, started when the first asks and ended after the last. */
public final class KafkaExtension implements BeforeAllCallback {
  private static final Shared<KafkaBroker> BROKER =
      new Shared<>(() -> KafkaBroker.start(Sources.root()));

  @Override
  public void beforeAll(ExtensionContext context) {
    BROKER.keep(context);
  }

  /** The broker. */
  public static KafkaBroker broker() {
    return BROKER.get();
  }
}
