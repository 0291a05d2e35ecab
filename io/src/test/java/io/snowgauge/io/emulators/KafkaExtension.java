package io.snowgauge.io.emulators;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** One broker for all tests of a JVM, started when the first asks and ended after the last. */
public final class KafkaExtension implements BeforeAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(KafkaExtension.class);

  private static @Nullable Holder holder;

  private static final class Holder implements AutoCloseable {
    private @Nullable KafkaBroker broker;

    @Override
    public void close() {
      if (broker != null) {
        broker.close();
      }
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    setHolder(
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent("holder", key -> new Holder(), Holder.class));
  }

  private static synchronized void setHolder(Holder found) {
    holder = found;
  }

  /** The broker. */
  public static synchronized KafkaBroker broker() {
    Holder holding = Objects.requireNonNull(holder, "the test lacks the extension");
    if (holding.broker == null) {
      try {
        holding.broker = KafkaBroker.start(Sources.root());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return holding.broker;
  }
}
