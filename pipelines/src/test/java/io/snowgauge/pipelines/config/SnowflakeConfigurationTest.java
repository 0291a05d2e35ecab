package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.ConfigurationFolder.snowflake;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.snowgauge.io.warehouse.snowflake.Credentials;
import io.snowgauge.io.warehouse.snowflake.SnowflakeAccount;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.Stage;
import io.snowgauge.pipelines.config.types.DeferredText;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnowflakeConfigurationTest {
  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  @Test
  void withAKeyPair() {
    Configuration configuration =
        folder.load(
            snowflake(
                """
                {"type": "keyPair", "privateKeyFile": "keys/rsa.p8", "passphrase": "${env:P}"}
                """));
    assertThat(
        configuration.warehouse(),
        is(
            new SnowflakeWarehouse(
                new SnowflakeAccount(
                    "jdbc:snowflake://myorg-prod.snowflakecomputing.com/",
                    "LOADER",
                    null,
                    null,
                    "RAW",
                    "LSF",
                    new Credentials.KeyPair(
                        path + "/keys/rsa.p8",
                        new DeferredText(
                            "warehouse.auth.passphrase", "${env:P}", path.toString(), true))),
                "SNOWGAUGE",
                new Stage.Internal())));
    assertThat(configuration.flat().get("warehouse.auth.passphrase"), is("${env:P}"));
    assertThat(configuration.flat().get("warehouse.stage.type"), is("internal"));
    assertThat(configuration.warnings(), is(empty()));
  }

  @Test
  void withEachOfTheOtherWaysToAuthenticate() {
    DeferredText token =
        new DeferredText("warehouse.auth.token", "${env:T}", path.toString(), true);
    assertThat(
        auth("{\"type\": \"oauth\", \"token\": \"${env:T}\"}"), is(new Credentials.OAuth(token)));
    assertThat(
        auth("{\"type\": \"token\", \"token\": \"${env:T}\"}"),
        is(new Credentials.AccessToken(token)));
    assertThat(
        auth("{\"type\": \"password\", \"password\": \"${file:/run/secrets/p}\"}"),
        is(
            new Credentials.Password(
                new DeferredText(
                    "warehouse.auth.password", "${file:/run/secrets/p}", path.toString(), true))));
  }

  private Credentials auth(String json) {
    return ((SnowflakeWarehouse) folder.load(snowflake(json)).warehouse()).account().credentials();
  }

  @Test
  void byUrlWithEverythingOptional() {
    String json =
        snowflake("{\"type\": \"keyPair\", \"privateKeyFile\": \"/k.p8\"}")
            .replace(
                "\"account\": \"myorg-prod\"",
                """
                "url": "jdbc:snowflake://localhost:8080/?ssl=off", "role": "R", "warehouse": "W",
                "stage": {"type": "integration", "name": "AZURE"}
                """);
    assertThat(
        folder.load(json).warehouse(),
        is(
            new SnowflakeWarehouse(
                new SnowflakeAccount(
                    "jdbc:snowflake://localhost:8080/?ssl=off",
                    "LOADER",
                    "R",
                    "W",
                    "RAW",
                    "LSF",
                    new Credentials.KeyPair("/k.p8", null)),
                "SNOWGAUGE",
                new Stage.Integration("AZURE"))));
  }

  @Test
  void aLiteralSecretWorksWithAWarningAndIsNeverShown() {
    Configuration configuration =
        folder.load(snowflake("{\"type\": \"password\", \"password\": \"hunter2\"}"));
    assertThat(
        configuration.warnings(),
        contains(
            "warehouse.auth.password: a literal secret; better write a reference,"
                + " ${env:NAME} or ${file:/path}"));
    assertThat(configuration.flat().get("warehouse.auth.password"), is("********"));
    assertThat(configuration.toString(), not(containsString("hunter2")));
    assertThat(configuration.literalSecrets(), contains("warehouse.auth"));
    SnowflakeWarehouse warehouse = (SnowflakeWarehouse) configuration.warehouse();
    Credentials.Password credentials = (Credentials.Password) warehouse.account().credentials();
    assertThat(credentials.password().read(), is("hunter2"));
  }
}
