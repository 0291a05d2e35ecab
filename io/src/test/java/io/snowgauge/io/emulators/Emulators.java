package io.snowgauge.io.emulators;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One emulator of each kind for all tests of a JVM, started when the first test asks for it and
 * ended after the last. Where what it runs on is missing, the tests that ask are skipped, but never
 * under {@code CI}.
 */
public final class Emulators implements BeforeAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(Emulators.class);

  private static @Nullable Holder holder;

  private static final class Holder implements AutoCloseable {
    private @Nullable Moto moto;
    private @Nullable Azurite azurite;

    @Override
    public void close() {
      if (moto != null) {
        moto.close();
      }
      if (azurite != null) {
        azurite.close();
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

  private static Holder holder() {
    return Objects.requireNonNull(holder, "the test lacks the extension");
  }

  /** AWS' services. */
  public static synchronized Moto moto() {
    Moto moto = holder().moto;
    if (moto == null) {
      moto = Moto.start();
      holder().moto = moto;
    }
    return moto;
  }

  /** Azure's blob storage. */
  public static synchronized Azurite azurite() {
    Azurite azurite = holder().azurite;
    if (azurite == null) {
      azurite = Azurite.start();
      holder().azurite = azurite;
    }
    return azurite;
  }
}
