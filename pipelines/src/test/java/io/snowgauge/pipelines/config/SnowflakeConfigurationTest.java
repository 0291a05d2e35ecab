package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.ConfigurationFolder.snowflake;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

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
            new SnowflakeConfiguration(
                "myorg-prod",
                null,
                "LOADER",
                null,
                null,
                "RAW",
                "LSF",
                new SnowflakeAuth.KeyPair(
                    path + "/keys/rsa.p8",
                    SecretReference.to(
                        "warehouse.auth.passphrase", new Reference("${env:P}", false, "P"))),
                new SnowflakeStage(SnowflakeStage.Type.INTERNAL, null))));
    assertThat(configuration.flat().get("warehouse.auth.passphrase"), is("${env:P}"));
    assertThat(configuration.flat().get("warehouse.stage.type"), is("internal"));
    assertThat(configuration.warnings(), is(empty()));
  }

  @Test
  void withEachOfTheOtherWaysToAuthenticate() {
    SecretReference token =
        SecretReference.to("warehouse.auth.token", new Reference("${env:T}", false, "T"));
    assertThat(
        auth("{\"type\": \"oauth\", \"token\": \"${env:T}\"}"), is(new SnowflakeAuth.OAuth(token)));
    assertThat(
        auth("{\"type\": \"token\", \"token\": \"${env:T}\"}"), is(new SnowflakeAuth.Token(token)));
    assertThat(
        auth("{\"type\": \"password\", \"password\": \"${file:/run/secrets/p}\"}"),
        is(
            new SnowflakeAuth.Password(
                SecretReference.to(
                    "warehouse.auth.password",
                    new Reference("${file:/run/secrets/p}", true, "/run/secrets/p")))));
  }

  private SnowflakeAuth auth(String json) {
    return ((SnowflakeConfiguration) folder.load(snowflake(json)).warehouse()).auth();
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
            new SnowflakeConfiguration(
                null,
                "jdbc:snowflake://localhost:8080/?ssl=off",
                "LOADER",
                "R",
                "W",
                "RAW",
                "LSF",
                new SnowflakeAuth.KeyPair("/k.p8", null),
                new SnowflakeStage(SnowflakeStage.Type.INTEGRATION, "AZURE"))));
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
    SnowflakeConfiguration warehouse = (SnowflakeConfiguration) configuration.warehouse();
    assertThat(((SnowflakeAuth.Password) warehouse.auth()).password().resolve(), is("hunter2"));
  }
}
