package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.ConfigurationFolder.MINIMAL;
import static io.snowgauge.pipelines.config.ConfigurationFolder.dataset;
import static io.snowgauge.pipelines.config.ConfigurationFolder.minimalWith;
import static io.snowgauge.pipelines.config.ConfigurationFolder.snowflake;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationErrorsTest {
  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  @Test
  void reportsEverythingAtOnce() {
    String json =
        """
        {
          "wharehouse": {"type": "duckdb"},
          "archive": 5,
          "rejectsPerFile": "many",
          "datasets": {
            "sales": {
              "input": "sales/{a",
              "format": {"type": "xml", "sektion": "User"},
              "publish": "upsert",
              "rejects": {"max": -1, "maxRatio": 1.5}
            }
          }
        }
        """;
    assertThat(
        folder.errors(json, Map.of("SNOWGAUGE_ARCHIVECOMPRESSION", "bzip2"), "staging="),
        contains(
            "wharehouse: unknown key, did you mean warehouse?",
            "datasets.sales.format.sektion: unknown key, did you mean"
                + " datasets.sales.format.section?",
            "archive: expected a folder: a path or a URI of file, s3, azfs but found 5",
            "archiveCompression: expected one of none, gzip, zstd but found 'bzip2'"
                + " (from SNOWGAUGE_ARCHIVECOMPRESSION)",
            "staging: expected a folder: a path or a URI of file, s3, azfs but found ''"
                + " (from --set)",
            "rejectsPerFile: expected an integer from 0 to 2147483647 but found the text 'many'",
            "datasets.sales.input: expected a capture such as {farm} (letters, digits, underscores)"
                + " but found '{a'; write '\\{' for a literal brace",
            "datasets.sales.format.type: expected one of lsf, csv, ndjson but found 'xml'",
            "datasets.sales.table: expected a table name but found nothing",
            "datasets.sales.publish: expected one of append, replace, merge but found 'upsert'",
            "datasets.sales.rejects.max: expected an integer of at least 0 but found '-1'",
            "datasets.sales.rejects.maxRatio: expected a number from 0 to 1 but found '1.5'"));
  }

  @Test
  void theExceptionsMessageHasOneLinePerError() {
    InvalidConfigurationException e =
        assertThrows(
            InvalidConfigurationException.class,
            () -> folder.load(minimalWith("\"archive\": 5, \"staging\": true")));
    assertThat(
        e.getMessage(),
        is(
            """
            archive: expected a folder: a path or a URI of file, s3, azfs but found 5
            staging: expected a folder: a path or a URI of file, s3, azfs but found true\
            """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # a value of the wrong JSON type
          "controlSchema": 5 | controlSchema: expected a schema name but found 5
          "controlSchema": null | controlSchema: expected a schema name but found null
          "controlSchema": "  " | controlSchema: expected a schema name but found '  '
          "archiveCompression": true | archiveCompression: expected one of none, gzip, zstd but found true
          "archiveCompression": {} | archiveCompression: expected one of none, gzip, zstd but found an object
          "archiveCompression": "GZIP" | archiveCompression: expected one of none, gzip, zstd but found 'GZIP'
          "rejectsPerFile": "5" | rejectsPerFile: expected an integer from 0 to 2147483647 but found the text '5'
          "rejectsPerFile": 5.5 | rejectsPerFile: expected an integer from 0 to 2147483647 but found 5.5
          "rejectsPerFile": [5] | rejectsPerFile: expected an integer from 0 to 2147483647 but found a list
          "rejectsPerFile": 9223372036854775808 | rejectsPerFile: expected an integer from 0 to 2147483647 but found '9223372036854775808'
          "rejectsPerFile": 2147483648 | rejectsPerFile: expected an integer from 0 to 2147483647 but found '2147483648'
          "maxDecompressedBytes": 0 | maxDecompressedBytes: expected a size such as '100 MB', '16 MiB' or '1024' (bytes) but found '0'
          # a value where a group is expected, and the other way round
          "warehouse": "duckdb" | warehouse: expected an object but found a text
          "warehouse": {"path": {"x": 1}} | warehouse.path: expected a local path but found an object
          "retention": {"archive": "2 hours"} | retention.archive: expected a duration of at least 1 day such as '90 days' or '365 days' but found '2 hours'
          "monitoring": {"maxLag": "59 seconds"} | monitoring.maxLag: expected a duration of at least 1 minute such as '15 minutes', '2 hours' or 'PT5M' but found '59 seconds'
          # keys
          "warehouse.path": "x" | warehouse.path: expected an object for each part of the key but found one name with dots
          "": 1 | '': unknown key, expected one of warehouse, controlSchema, archive, archiveCompression, staging, storage, rejectsPerFile, maxDecompressedBytes, notifications, sweep, batch, deadLetters, monitoring, retention, proof, alerts, extract, datasets
          "Archive": "x" | Archive: unknown key, did you mean archive?
          "lockTimeout": "1 s" | lockTimeout: unknown key, did you mean warehouse.lockTimeout?
          "table": "x" | table: unknown key, did you mean datasets.NAME.table?
          "warehouse": {"pth": "x"} | warehouse.pth: unknown key, did you mean warehouse.path?
          # the default decides too
          "warehouse": {"account": "x"} | warehouse.account: expected only where warehouse.type is snowflake but found where it is duckdb, the default
          "warehouse": {"auth": {"token": "x"}} | warehouse.auth.token: expected only where warehouse.type is snowflake but found where it is duckdb, the default
          "warehouse": {"type": "duckdb", "stage": {"name": "x"}} | warehouse.stage.name: expected only where warehouse.type is snowflake but found where it is duckdb
          """)
  void refuses(String property, String error) {
    assertThat(folder.errors(minimalWith(property)), contains(error));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | datasets: expected at least one dataset but found none
          {"datasets": {}} | datasets: expected at least one dataset but found none
          {"datasets": []} | datasets: expected an object but found a list
          {"datasets": {"a": 5}} | datasets.a: expected an object but found a number
          {"datasets": {"9a": {}}} | datasets.9a: expected a dataset name (a letter, then at most 63 letters, digits, '_' or '-') but found '9a'
          {"datasets": {"a.b": {}}} | datasets.a.b: expected a dataset name (a letter, then at most 63 letters, digits, '_' or '-') but found 'a.b'
          """)
  void refusesAConfigurationWithoutAUsableDataset(String json, String error) {
    assertThat(folder.errors(json), contains(error));
  }

  @Test
  void aDatasetNeedsItsInputItsFormatAndItsTable() {
    assertThat(
        folder.errors("{\"datasets\": {\"a\": {}}}"),
        contains(
            "datasets.a.input: expected a glob: a path or a URI of file, s3, azfs"
                + " but found nothing",
            "datasets.a.format.type: expected one of lsf, csv, ndjson but found nothing",
            "datasets.a.table: expected a table name but found nothing"));
  }

  @Test
  void anUnknownWarehouseTypeIsOneErrorAndNotOnePerKey() {
    String json = snowflake("{\"type\": \"oauth\", \"token\": \"${env:T}\"}");
    assertThat(
        folder.errors(json.replace("\"snowflake\"", "\"snowflke\"")),
        contains("warehouse.type: expected one of duckdb, snowflake but found 'snowflke'"));
  }

  @Test
  void whatAnUnknownWarehouseTypeWouldDecideIsNotReported() {
    assertThat(
        folder.errors(minimalWith("\"warehouse\": {\"type\": \"postgres\"}")),
        contains("warehouse.type: expected one of duckdb, snowflake but found 'postgres'"));
  }

  @Test
  void snowflakeNeedsWhatHasNoDefault() {
    assertThat(
        folder.errors(minimalWith("\"warehouse\": {\"type\": \"snowflake\"}")),
        contains(
            "warehouse.account: expected a Snowflake account identifier,"
                + " or warehouse.url instead, but found nothing",
            "warehouse.user: expected a user name but found nothing",
            "warehouse.database: expected a database name but found nothing",
            "warehouse.schema: expected a schema name but found nothing",
            "warehouse.auth.type: expected one of keyPair, oauth, token, password"
                + " but found nothing"));
  }

  @Test
  void snowflakeTakesNoSettingOfDuckDb() {
    String json = snowflake("{\"type\": \"oauth\", \"token\": \"${env:T}\"}");
    assertThat(
        folder.errors(json, Map.of("SNOWGAUGE_WAREHOUSE_PATH", "x")),
        contains(
            "warehouse.path: expected only where warehouse.type is duckdb"
                + " but found where it is snowflake (from SNOWGAUGE_WAREHOUSE_PATH)"));
  }

  @Test
  void snowflakeTakesAnAccountOrAUrl() {
    String json = snowflake("{\"type\": \"oauth\", \"token\": \"${env:T}\"}");
    assertThat(
        folder.errors(json, Map.of(), "warehouse.url=jdbc:snowflake://x.snowflakecomputing.com"),
        contains("warehouse.account: expected either this or warehouse.url but found both"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type": "keyPair"} | warehouse.auth.privateKeyFile: expected a local path but found nothing
          {"type": "token"} | warehouse.auth.token: expected a reference to a secret, ${env:NAME} or ${file:/path}, but found nothing
          {"type": "password", "password": 1234} | warehouse.auth.password: expected a reference to a secret, ${env:NAME} or ${file:/path}, but found a number
          {"type": "password", "password": ""} | warehouse.auth.password: expected a reference to a secret, ${env:NAME} or ${file:/path}, but found an empty text
          {"type": "password", "password": "x${env:P}"} | warehouse.auth.password: expected a reference to a secret, ${env:NAME} or ${file:/path}, but found '${' in another form
          {"type": "password", "password": "${vault:hunter2}"} | warehouse.auth.password: expected a reference to a secret, ${env:NAME} or ${file:/path}, but found '${' in another form
          hunter2text | warehouse.auth: expected an object but found a text
          """)
  void refusesToAuthenticateAndNeverShowsTheSecret(String auth, String error) {
    String json = snowflake(auth.replace("hunter2text", "\"hunter2\""));
    assertThat(folder.errors(json).get(0), is(error));
  }

  @Test
  void refusesAKeyOfAnotherWayToAuthenticate() {
    assertThat(
        folder.errors(
            snowflake("{\"type\": \"oauth\", \"token\": \"${env:T}\", \"password\": \"p\"}")),
        contains(
            "warehouse.auth.password: expected only where warehouse.auth.type is password"
                + " but found where it is oauth"));
  }

  @Test
  void aStageHasANameExactlyWhereItIsNotInternal() {
    String json = snowflake("{\"type\": \"oauth\", \"token\": \"${env:T}\"}");
    assertThat(
        folder.errors(json, Map.of(), "warehouse.stage.type=external"),
        contains(
            "warehouse.stage.name: expected the name of a stage or storage integration"
                + " but found nothing"));
    assertThat(
        folder.errors(json, Map.of(), "warehouse.stage.name=S"),
        contains(
            "warehouse.stage.name: expected only where warehouse.stage.type is"
                + " external or integration but found where it is internal, the default"
                + " (from --set)"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          http://x | expected a JDBC URL such as 'jdbc:snowflake://ACCOUNT.snowflakecomputing.com/' but found 'http://x'
          jdbc:snowflake://x/?user=a&password=hunter2 | expected a JDBC URL without secrets (warehouse.auth holds them) but found 'password=' in it
          """)
  void refusesAUrl(String url, String error) {
    String json =
        snowflake("{\"type\": \"oauth\", \"token\": \"${env:T}\"}")
            .replace("\"account\": \"myorg-prod\"", "\"url\": \"" + url + "\"");
    assertThat(folder.errors(json), contains("warehouse.url: " + error));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          x/{group_name}/f | expected a capture named differently from the column GROUP_NAME but found {group_name}
          x/{Extracted_At}/f | expected a capture named differently from the column EXTRACTED_AT but found {Extracted_At}
          x/{share}/f | expected a capture named differently from the column SHARE but found {share}
          x/{user}/f | expected a capture named differently from the key 'user' of the archive but found {user}
          x/{farm}/{Farm}/f | expected a capture named differently from the capture {farm} but found {Farm}
          x/{date}/{DATE}/f | expected a capture named differently from the capture {date} but found {DATE}
          x/{Date}/{date}/f | expected a capture named differently from the capture {Date} but found {date}
          x/{_FILE_ID}/f | expected a capture such as {farm} (letters, digits, underscores) but found '{_FILE_ID}'; write '\\{' for a literal brace
          """)
  void refusesACaptureThatClashes(String input, String error) {
    assertThat(folder.errors(dataset(input, "")), contains("datasets.d.input: " + error));
  }

  @Test
  void aCaptureMayOccurTwice() {
    Configuration configuration = folder.load(dataset("x/{farm}/{date}/{farm}.f", ""));
    assertThat(configuration.datasets().get(0).input().captures(), contains("farm", "date"));
  }

  @Test
  void aLongValueIsCutAndStaysOnItsLine() {
    assertThat(
        folder.errors(minimalWith("\"archiveCompression\": \"a\\nb" + "c".repeat(200) + "\"")),
        contains(
            "archiveCompression: expected one of none, gzip, zstd but found 'a\\u000ab"
                + "c".repeat(97)
                + "…'"));
  }

  @Test
  void theMinimalConfigurationHasNoErrors() {
    assertThat(folder.load(MINIMAL).datasets().size(), is(1));
  }
}
