package io.snowgauge.pipelines.commands;

import io.snowgauge.io.secrets.Secret;
import io.snowgauge.io.warehouse.snowflake.Credentials;
import io.snowgauge.io.warehouse.snowflake.SnowflakeAccount;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.Stage;
import io.snowgauge.pipelines.config.SecretReference;
import io.snowgauge.pipelines.config.SnowflakeAuth;
import io.snowgauge.pipelines.config.SnowflakeConfiguration;
import io.snowgauge.pipelines.config.SnowflakeStage;
import java.util.Objects;

/** What the configuration says of Snowflake, as the warehouse takes it; connects to nothing. */
final class SnowflakeConnections {
  private SnowflakeConnections() {}

  static SnowflakeWarehouse warehouse(SnowflakeConfiguration configured, String controlSchema) {
    String url =
        configured.url() != null
            ? configured.url()
            : SnowflakeAccount.url(Objects.requireNonNull(configured.account()));
    return new SnowflakeWarehouse(
        new SnowflakeAccount(
            url,
            configured.user(),
            configured.role(),
            configured.warehouse(),
            configured.database(),
            configured.schema(),
            credentials(configured.auth())),
        controlSchema,
        stage(configured.stage()));
  }

  private static Credentials credentials(SnowflakeAuth auth) {
    if (auth instanceof SnowflakeAuth.KeyPair key) {
      SecretReference passphrase = key.passphrase();
      return new Credentials.KeyPair(
          key.privateKeyFile(), passphrase == null ? null : new Referred(passphrase));
    }
    if (auth instanceof SnowflakeAuth.OAuth oauth) {
      return new Credentials.OAuth(new Referred(oauth.token()));
    }
    if (auth instanceof SnowflakeAuth.Token token) {
      return new Credentials.AccessToken(new Referred(token.token()));
    }
    if (auth instanceof SnowflakeAuth.Password password) {
      return new Credentials.Password(new Referred(password.password()));
    }
    throw new IllegalStateException("an authentication of no known kind");
  }

  private static Stage stage(SnowflakeStage stage) {
    return switch (stage.type()) {
      case INTERNAL -> new Stage.Internal();
      case EXTERNAL -> new Stage.External(Objects.requireNonNull(stage.name()));
      case INTEGRATION -> new Stage.Integration(Objects.requireNonNull(stage.name()));
    };
  }

  /** A record, so that equal configurations share their sessions. */
  private record Referred(SecretReference reference) implements Secret {
    @Override
    public String read() {
      return reference.resolve();
    }
  }
}
