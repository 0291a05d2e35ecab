package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.ConfigurationFolder.minimalWith;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.files.azure.AzureAccess;
import io.snowgauge.io.files.azure.AzureCredential;
import io.snowgauge.io.files.s3.S3Access;
import io.snowgauge.pipelines.config.types.DeferredText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageConfigurationTest {
  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  private ObjectStorage storage(String json) {
    return folder.load(minimalWith("\"storage\": " + json)).storage();
  }

  private List<String> errors(String properties) {
    return folder.errors(minimalWith(properties));
  }

  @Test
  void isAllByDefault() {
    assertThat(storage("{}").s3(), is(new S3Access(null, null, null)));
    assertThat(storage("{}").azure(), is(new AzureAccess(null, new AzureCredential.Default())));
  }

  @Test
  void takesWhatIsGiven() {
    ObjectStorage storage =
        storage(
            """
            {"s3": {"region": "eu-west-1", "endpoint": "http://localhost:9000/", "pathStyle": false},
             "azure": {"endpoint": "http://127.0.0.1:10000/devstoreaccount1",
                       "auth": {"type": "accountKey", "accountKey": "${env:KEY}"}}}
            """);
    assertThat(storage.s3(), is(new S3Access("eu-west-1", "http://localhost:9000", false)));
    assertThat(
        storage.azure(),
        is(
            new AzureAccess(
                "http://127.0.0.1:10000/devstoreaccount1",
                new AzureCredential.AccountKey(
                    new DeferredText(
                        "storage.azure.auth.accountKey", "${env:KEY}", path.toString(), true)))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'s3': {'region': 'eu-west-1', 'endpoint': 'http://localhost:9000', 'pathStyle': true}}",
        "{'azure': {'endpoint': 'https://host/x', 'auth': {'type': 'sas', 'sas': '${env:SAS}'}}}",
        "{'azure': {'auth': {'type': 'accountKey', 'accountKey': '${file:/run/key}'}}}",
        "{'azure': {'auth': {'type': 'connectionString', 'connectionString': '${env:ALL}'}}}"
      })
  void isToldToOtherProcesses(String json) {
    ObjectStorage storage = storage(json.replace('\'', '"'));
    ObjectStorage there = ObjectStorage.fromJson(storage.toJson());
    assertThat(there.s3(), is(storage.s3()));
    assertThat(there.toJson(), is(storage.toJson()));
  }

  @Test
  void namesASecretsFileByItsAbsolutePathToOtherProcesses() {
    ObjectStorage storage =
        storage("{\"azure\": {\"auth\": {\"type\": \"sas\", \"sas\": \"${file:sas.txt}\"}}}");
    assertThat(storage.toJson(), containsString("${file:" + path + "/sas.txt}"));
  }

  @Test
  void tellsNoOtherProcessASecretItself() {
    ObjectStorage storage =
        storage("{\"azure\": {\"auth\": {\"type\": \"sas\", \"sas\": \"sv=1&sig=hush\"}}}");
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, storage::toJson);
    assertThat(
        refused.getMessage(),
        is(
            "storage.azure.auth.sas: expected a reference that every worker can resolve,"
                + " ${env:NAME} or ${file:/path}, but found a literal secret"));
    assertThat(storage.azure().toString(), not(containsString("hush")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "s3": {"endpoint": "localhost:9000"} | s3.endpoint: expected a URL such as 'https://host:port' but found 'localhost:9000'
          "s3": {"endpoint": "https://u:p@host"} | s3.endpoint: expected a URL without user, '?' and '#', for it is shown but found one with them
          "azure": {"endpoint": "https://h/?sig=x"} | azure.endpoint: expected a URL without user, '?' and '#', for it is shown but found one with them
          "azure": {"auth": {"type": "sas"}} | azure.auth.sas: expected a reference to a secret, ${env:NAME} or ${file:/path}, but found nothing
          "azure": {"auth": {"sas": "${env:X}"}} | azure.auth.sas: expected only where storage.azure.auth.type is sas but found where it is default, the default
          """)
  void isRefused(String json, String error) {
    assertThat(errors("\"storage\": {" + json + "}"), contains("storage." + error));
  }

  @Test
  void anEmbeddedDatabaseReadsLocalPartsOnly() {
    assertThat(
        errors("\"staging\": \"s3://bucket/x\""),
        contains(
            "staging: expected a local folder, for warehouse.type is duckdb, which reads local"
                + " parts only, but found 's3://bucket/x/'"));
  }

  @Test
  void credentialsOfOneAccountServeNoOther() {
    String places = "\"archive\": \"azfs://one/c/x\", \"deadLetters\": \"azfs://two/c/x\"";
    assertThat(folder.load(minimalWith(places)).archive(), is("azfs://one/c/x/"));
    assertThat(
        folder.errors(
            minimalWith(places + ", \"storage\": {\"azure\": {\"endpoint\": \"http://host/one\"}}"),
            Map.of()),
        contains(
            "deadLetters: expected the account one, for storage.azure has the endpoint or the"
                + " credentials of one account, but found 'two'"));
  }
}
