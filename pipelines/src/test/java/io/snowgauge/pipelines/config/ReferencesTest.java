package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.ConfigurationFolder.dataset;
import static io.snowgauge.pipelines.config.ConfigurationFolder.minimalWith;
import static io.snowgauge.pipelines.config.ConfigurationFolder.snowflake;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.warehouse.snowflake.Credentials;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.pipelines.config.types.DeferredText;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import io.snowgauge.transforms.dataset.PublishMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {
  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  @Test
  void areResolvedInAnyTextAsTheConfigurationIsLoaded() {
    folder.write("schema.txt", "CONTROL\n");
    String json =
        minimalWith(
            """
            "controlSchema": "${file:schema.txt}",
            "archive": "s3://${env:BUCKET}/${env:FOLDER}/ndjson"
            """);
    Configuration configuration = folder.load(json, Map.of("BUCKET", "b", "FOLDER", "f"));
    assertThat(configuration.warehouse().controlSchema(), is("CONTROL"));
    assertThat(configuration.archive(), is("s3://b/f/ndjson/"));
    assertThat(configuration.flat().get("controlSchema"), is("CONTROL"));
  }

  @Test
  void areResolvedInChoicesAndInOtherSources() {
    assertThat(
        folder
            .load(dataset("x", ", \"publish\": \"${env:MODE}\""), Map.of("MODE", "replace"))
            .datasets()
            .get(0)
            .publish(),
        is(PublishMode.REPLACE));
    assertThat(
        folder
            .load(dataset("x", ""), Map.of("N", "7", "SNOWGAUGE_REJECTSPERFILE", "${env:N}"))
            .rejectsPerFile(),
        is(7));
  }

  @Test
  void aCaptureIsNoReference() {
    Configuration configuration =
        folder.load(dataset("/x/{farm}/${env:NAME}*", ""), Map.of("NAME", "lsb.users"));
    assertThat(
        configuration.datasets().get(0).input().toString(), is("file:///x/{farm}/lsb.users*"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ${env:NOT_SET} | expected the value of ${env:NOT_SET} but found no such environment variable
          ${file:/no/such/file} | expected the content of ${file:/no/such/file} but found no such file
          ${file:.} | expected the content of ${file:.} but found a file that can't be read: Is a directory
          ${file:} | expected ${env:NAME} or ${file:/path} but found '${file:}'
          ${env:} | expected ${env:NAME} or ${file:/path} but found '${env:}'
          ${env:1A} | expected ${env:NAME} or ${file:/path} but found '${env:1A}'
          a${env:A-B}c | expected ${env:NAME} or ${file:/path} but found '${env:A-B}'
          a${vault:x}c | expected ${env:NAME} or ${file:/path} but found '${vault:x}'
          a${HOME}c | expected ${env:NAME} or ${file:/path} but found '${HOME}'
          a${env:A | expected ${env:NAME} or ${file:/path} but found '${env:A'
          """)
  void refuses(String text, String error) {
    assertThat(
        folder.errors(minimalWith("\"controlSchema\": \"" + text + "\"")),
        contains("controlSchema: " + error));
  }

  @Test
  void aFileIsTextAndNotLarge() throws IOException {
    Files.write(path.resolve("latin1"), new byte[] {'a', (byte) 0xe4});
    folder.write("large", "x".repeat((1 << 20) + 1));
    assertThat(
        folder.errors(
            minimalWith("\"controlSchema\": \"${file:latin1}\", \"archive\": \"${file:large}\"")),
        contains(
            "controlSchema: expected the content of ${file:latin1}"
                + " but found bytes that are not UTF-8",
            "archive: expected the content of ${file:large} but found more than 1 MiB"));
  }

  @Test
  void aSecretIsReadAnewEachTimeWithoutItsLineEnd() {
    DeferredText password = password("${file:secrets/../password}");
    folder.write("password", "first\n");
    assertThat(password.read(), is("first"));
    folder.write("password", "second\r\n");
    assertThat(password.read(), is("second"));
    folder.write("password", "third\n\n");
    assertThat(password.read(), is("third\n"));
    assertThat(password.toString(), is("${file:secrets/../password}"));
  }

  @Test
  void aSecretOfTheEnvironmentIsReadAnewToo() {
    DeferredText password = password("${env:PASSWORD}");
    assertThat(password.read(Map.of("PASSWORD", "first")), is("first"));
    assertThat(password.read(Map.of("PASSWORD", "second")), is("second"));
  }

  @Test
  void aSecretThatIsNotThereIsAnErrorOnlyWhenItIsNeeded() {
    DeferredText password = password("${env:NOT_SET}");
    InvalidConfigurationException e =
        assertThrows(InvalidConfigurationException.class, () -> password.read(Map.of()));
    assertThat(
        e.messages(),
        contains(
            "warehouse.auth.password: expected the value of ${env:NOT_SET}"
                + " but found no such environment variable"));
  }

  @Test
  void aSecretOfTheEnvironmentsOwnVariableIsLiteral() {
    Configuration configuration =
        folder.load(
            snowflake("{\"type\": \"password\"}"),
            Map.of("SNOWGAUGE_WAREHOUSE_AUTH_PASSWORD", "hunter2"));
    assertThat(
        configuration.warnings(),
        contains(
            "warehouse.auth.password: a literal secret; better write a reference,"
                + " ${env:NAME} or ${file:/path} (from SNOWGAUGE_WAREHOUSE_AUTH_PASSWORD)"));
  }

  private DeferredText password(String reference) {
    String auth = "{\"type\": \"password\", \"password\": \"" + reference + "\"}";
    SnowflakeWarehouse warehouse = (SnowflakeWarehouse) folder.load(snowflake(auth)).warehouse();
    Credentials.Password credentials = (Credentials.Password) warehouse.account().credentials();
    return (DeferredText) credentials.password();
  }
}
