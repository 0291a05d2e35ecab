package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.secrets.Secret;
import java.io.Serializable;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** How a user proves who it is; the secrets themselves are read for each connection. */
public sealed interface Credentials extends Serializable {
  /** Adds what the driver needs to log in. */
  void addTo(Properties login) throws SQLException;

  /**
   * A key pair.
   *
   * @param privateKeyFile path of the PKCS #8 private key, PEM
   * @param passphrase of an encrypted key
   */
  record KeyPair(String privateKeyFile, @Nullable Secret passphrase) implements Credentials {
    @Override
    public void addTo(Properties login) throws SQLException {
      login.setProperty("authenticator", "SNOWFLAKE_JWT");
      login.put("privateKey", PrivateKeyFile.read(privateKeyFile, passphrase));
    }
  }

  /** An OAuth access token. */
  record OAuth(Secret token) implements Credentials {
    @Override
    public void addTo(Properties login) {
      login.setProperty("authenticator", "OAUTH");
      login.setProperty("token", token.read());
    }
  }

  /** A programmatic access token. */
  record AccessToken(Secret token) implements Credentials {
    @Override
    public void addTo(Properties login) {
      login.setProperty("authenticator", "PROGRAMMATIC_ACCESS_TOKEN");
      login.setProperty("token", token.read());
    }
  }

  /** A password. */
  record Password(Secret password) implements Credentials {
    @Override
    public void addTo(Properties login) {
      login.setProperty("password", password.read());
    }
  }
}
