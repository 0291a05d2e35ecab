package io.snowgauge.io.emulators;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One emulator of each kind for all tests of a JVM, started when the first test asks for it and
 * ended after the last. Where what it runs on is missing, the tests that ask are skipped, but never
 * under {@code CI}.
 */
public final class Emulators implements BeforeAllCallback {
  private static final Shared<Moto> MOTO = new Shared<>(Moto::start);
  private static final Shared<Azurite> AZURITE = new Shared<>(Azurite::start);
  private static final Shared<Azurite> QUEUES = new Shared<>(Azurite::startQueues);

  @Override
  public void beforeAll(ExtensionContext context) {
    MOTO.keep(context);
    AZURITE.keep(context);
    QUEUES.keep(context);
  }

  /** AWS' services. */
  public static Moto moto() {
    return MOTO.get();
  }

  /** Azure's blob storage. */
  public static Azurite azurite() {
    return AZURITE.get();
  }

  /** Azure's queue storage. */
  public static Azurite queues() {
    return QUEUES.get();
  }
}
