package io.snowgauge.pipelines.config;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a Snowflake user proves who it is. */
public sealed interface SnowflakeAuth extends Serializable {
  /** The secrets that it takes. */
  List<SecretReference> secrets();

  /**
   * A key pair.
   *
   * @param privateKeyFile the absolute path of the PKCS #8 private key
   * @param passphrase of an encrypted key, or null
   */
  record KeyPair(String privateKeyFile, @Nullable SecretReference passphrase)
      implements SnowflakeAuth {
    @Override
    public List<SecretReference> secrets() {
      return passphrase == null ? List.of() : List.of(passphrase);
    }
  }

  /** An OAuth access token. */
  record OAuth(SecretReference token) implements SnowflakeAuth {
    @Override
    public List<SecretReference> secrets() {
      return List.of(token);
    }
  }

  /** A programmatic access token. */
  record Token(SecretReference token) implements SnowflakeAuth {
    @Override
    public List<SecretReference> secrets() {
      return List.of(token);
    }
  }

  /** A password. */
  record Password(SecretReference password) implements SnowflakeAuth {
    @Override
    public List<SecretReference> secrets() {
      return List.of(password);
    }
  }
}
