package io.snowgauge.pipelines.config;

import io.snowgauge.io.secrets.Secret;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A secret, by reference: it is read anew each time, so that a rotated secret is picked up. A
 * literal secret stands for itself. Never shows the secret.
 */
public final class SecretReference implements Secret {
  private static final long serialVersionUID = 1L;
  private static final String MASK = "********";

  private final String key;
  private final @Nullable Reference reference;
  private final @Nullable String literal;

  private SecretReference(String key, @Nullable Reference reference, @Nullable String literal) {
    this.key = key;
    this.reference = reference;
    this.literal = literal;
  }

  static SecretReference to(String key, Reference reference) {
    return new SecretReference(key, reference, null);
  }

  static SecretReference literal(String key, String secret) {
    return new SecretReference(key, null, secret);
  }

  /**
   * The secret as it is now, in this process' environment or file system. Of a file, one line end
   * at the end is left out.
   *
   * @throws InvalidConfigurationException if the variable or the file is not there
   */
  @Override
  public String read() {
    return read(System.getenv());
  }

  String read(Map<String, String> environment) {
    if (reference == null) {
      return Objects.requireNonNull(literal);
    }
    try {
      return reference.resolve(environment);
    } catch (InvalidValueException e) {
      throw new InvalidConfigurationException(List.of(key + ": " + e.getMessage()));
    }
  }

  /**
   * The reference for another process, whose paths are absolute.
   *
   * @throws IllegalArgumentException if the configuration holds the secret itself
   */
  String portable() {
    if (reference == null) {
      throw new IllegalArgumentException(
          key
              + ": expected a reference that every worker can resolve, "
              + Reference.FORMS
              + ", but found a literal secret");
    }
    return reference.portable();
  }

  /** Whether the configuration holds the secret itself. */
  public boolean isLiteral() {
    return reference == null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SecretReference secret
        && key.equals(secret.key)
        && Objects.equals(reference, secret.reference)
        && Objects.equals(literal, secret.literal);
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, reference, literal);
  }

  /** The reference as written, or a mask. */
  @Override
  public String toString() {
    return reference == null ? MASK : reference.text();
  }
}
