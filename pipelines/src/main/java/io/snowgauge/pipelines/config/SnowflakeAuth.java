package io.snowgauge.pipelines.config;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** How a Snowflake user proves who it is. */
public sealed interface SnowflakeAuth extends Serializable {
  /**
   * A key pair.
   *
   * @param privateKeyFile the absolute path of the PKCS #8 private key
   * @param passphrase of an encrypted key, or null
   */
  record KeyPair(String privateKeyFile, @Nullable SecretReference passphrase)
      implements SnowflakeAuth {}

  /** An OAuth access token. */
  record OAuth(SecretReference token) implements SnowflakeAuth {}

  /** A programmatic access token. */
  record Token(SecretReference token) implements SnowflakeAuth {}

  /** A password. */
  record Password(SecretReference password) implements SnowflakeAuth {}
}
