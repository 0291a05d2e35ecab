package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.BeamStorageOption.ACCESS_KEY;
import static io.snowgauge.pipelines.config.BeamStorageOption.ACCOUNT_NAME;
import static io.snowgauge.pipelines.config.BeamStorageOption.AWS_CREDENTIALS_PROVIDER;
import static io.snowgauge.pipelines.config.BeamStorageOption.AWS_REGION;
import static io.snowgauge.pipelines.config.BeamStorageOption.AZURE_CONNECTION_STRING;
import static io.snowgauge.pipelines.config.BeamStorageOption.AZURE_CREDENTIALS_PROVIDER;
import static io.snowgauge.pipelines.config.BeamStorageOption.BLOB_SERVICE_ENDPOINT;
import static io.snowgauge.pipelines.config.BeamStorageOption.ENDPOINT;
import static io.snowgauge.pipelines.config.BeamStorageOption.HTTP_CLIENT_CONFIGURATION;
import static io.snowgauge.pipelines.config.BeamStorageOption.PROXY_CONFIGURATION;
import static io.snowgauge.pipelines.config.BeamStorageOption.S3_STORAGE_CLASS;
import static io.snowgauge.pipelines.config.BeamStorageOption.SAS_TOKEN;
import static io.snowgauge.pipelines.config.BeamStorageOption.SSE_ALGORITHM;
import static io.snowgauge.pipelines.config.BeamStorageOption.SSE_KMS_KEY_ID;
import static io.snowgauge.pipelines.config.ConfigurationFolder.MINIMAL;
import static io.snowgauge.pipelines.config.ConfigurationFolder.minimalWith;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.files.azure.AzureCredential;
import io.snowgauge.io.files.s3.S3Writes;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import java.beans.Introspector;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.io.azure.options.AzureOptions;
import org.apache.beam.sdk.io.azure.options.BlobstoreOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BeamStorageOptionsTest {
  private static final String STATIC =
      "{\"@type\": \"StaticCredentialsProvider\", \"accessKeyId\": \"AKIA\","
          + " \"secretAccessKey\": \"%s\"}";

  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  private Configuration load(String json, Map<BeamStorageOption, String> options) {
    folder.write("snowgauge.json", json);
    return ConfigurationLoader.load(
        folder.file(), Map.of("KEY", "k3y", "SAME", "k3y", "OTHER", "an0ther"), List.of(), options);
  }

  private List<String> errors(String json, Map<BeamStorageOption, String> options) {
    return assertThrows(InvalidConfigurationException.class, () -> load(json, options)).messages();
  }

  /** The oracle is Beam: what its interfaces declare. */
  @Test
  void areAllThatBeamsModulesDeclare() {
    List<String> declared =
        Stream.of(AwsOptions.class, S3Options.class, AzureOptions.class, BlobstoreOptions.class)
            .flatMap(options -> Arrays.stream(options.getDeclaredMethods()))
            .map(Method::getName)
            .filter(name -> name.startsWith("get"))
            .map(name -> Introspector.decapitalize(name.substring("get".length())))
            .toList();
    assertThat(
        Arrays.stream(BeamStorageOption.values()).map(BeamStorageOption::beamName).toList(),
        containsInAnyOrder(declared.toArray(String[]::new)));
  }

  @Test
  void sayWhatStorageDoesNot() {
    ObjectStorage storage =
        load(
                MINIMAL,
                Map.of(
                    AWS_REGION, "eu-west-1",
                    ENDPOINT, "http://localhost:9000/",
                    AWS_CREDENTIALS_PROVIDER, STATIC.formatted("${env:KEY}"),
                    S3_STORAGE_CLASS, "STANDARD_IA",
                    SSE_ALGORITHM, "aws:kms",
                    SSE_KMS_KEY_ID, "arn:aws:kms:x",
                    BLOB_SERVICE_ENDPOINT, "https://acct.blob.core.windows.net",
                    ACCOUNT_NAME, "acct",
                    ACCESS_KEY, "${env:KEY}"))
            .storage();
    assertThat(storage.s3().region(), is("eu-west-1"));
    assertThat(storage.s3().endpoint(), is("http://localhost:9000"));
    assertThat(
        storage.s3().writes(), is(new S3Writes("STANDARD_IA", "aws:kms", "arn:aws:kms:x", null)));
    assertThat(storage.azure().endpoint(), is("https://acct.blob.core.windows.net"));
    assertThat(storage.azure().credential().toString(), is("AccountKey[key=${env:KEY}]"));
    ObjectStorage there = ObjectStorage.fromJson(storage.toJson());
    assertThat(there.s3().writes(), is(storage.s3().writes()));
    assertThat(there.toJson(), is(storage.toJson()));
  }

  @Test
  void travelToWorkersByReference() {
    ObjectStorage storage =
        load(
                MINIMAL,
                Map.of(
                    AWS_CREDENTIALS_PROVIDER, STATIC.formatted("${file:s3cret}"),
                    PROXY_CONFIGURATION, "{\"endpoint\": \"http://proxy:80\"}",
                    HTTP_CLIENT_CONFIGURATION, "{\"socketTimeout\": 1000}",
                    AZURE_CREDENTIALS_PROVIDER, "{\"@type\": \"EnvironmentCredential\"}"))
            .storage();
    folder.write("s3cret", "x\"y");
    ObjectStorage there = ObjectStorage.fromJson(storage.toJson());
    assertThat(
        Objects.requireNonNull(there.s3().options().credentialsProvider()).read(),
        is(
            "{\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\"AKIA\","
                + "\"secretAccessKey\":\"x\\\"y\"}"));
    assertThat(
        Objects.requireNonNull(there.s3().options().httpClientConfiguration()).read(),
        is("{\"socketTimeout\":1000}"));
    assertThat(
        Objects.requireNonNull(there.s3().options().proxyConfiguration()).read(),
        is("{\"endpoint\":\"http://proxy:80\"}"));
    assertThat(
        ((AzureCredential.Provider) there.azure().credential()).json().read(),
        is("{\"@type\":\"EnvironmentCredential\"}"));
  }

  @Test
  void aLiteralSecretIsWarnedOfMaskedAndKeptFromWorkers() {
    Configuration configuration =
        load(
            MINIMAL,
            Map.of(AWS_CREDENTIALS_PROVIDER, STATIC.formatted("hush"), SAS_TOKEN, "sig=hush"));
    String instead = ": a literal secret; better write a reference, ${env:NAME} or ${file:/path}";
    assertThat(
        configuration.warnings(),
        contains(
            "storage.s3.credentialsProvider" + instead + " (from --awsCredentialsProvider)",
            "storage.azure.auth.sas" + instead + " (from --sasToken)"));
    assertThat(configuration.flat().toString(), not(containsString("hush")));
    assertThat(
        configuration.flat().get("storage.s3.credentialsProvider"),
        is(
            "{\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\"AKIA\","
                + "\"secretAccessKey\":\"********\"}"));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, configuration.storage()::toJson);
    assertThat(
        refused.getMessage(),
        is(
            "storage.s3.credentialsProvider: expected references that every worker can resolve,"
                + " ${env:NAME} or ${file:/path}, but found a literal secret"));
  }

  @Test
  void mayRepeatWhatTheConfigurationSays() {
    String json =
        minimalWith(
            """
            "storage": {"s3": {"region": "eu-west-1", "endpoint": "http://h:1"},
              "azure": {"auth": {"type": "accountKey", "accountKey": "${env:SAME}"}}}\
            """);
    Configuration configuration =
        load(
            json,
            Map.of(AWS_REGION, "eu-west-1", ENDPOINT, "http://h:1/", ACCESS_KEY, "${env:KEY}"));
    assertThat(configuration.warnings(), is(empty()));
    assertThat(configuration.storage().s3().region(), is("eu-west-1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "s3": {"region": "a"}            | AWS_REGION            | b          | --awsRegion: expected what storage.s3.region says, or nothing, but found another value 'b'
          "s3": {"endpoint": "http://a"}   | ENDPOINT              | http://b   | --endpoint: expected what storage.s3.endpoint says, or nothing, but found another value 'http://b'
          "azure": {"endpoint": "http://a"} | BLOB_SERVICE_ENDPOINT | http://b  | --blobServiceEndpoint: expected what storage.azure.endpoint says, or nothing, but found another value 'http://b'
          "azure": {"auth": {"type": "sas", "sas": "${env:KEY}"}} | SAS_TOKEN  | sig=other   | --sasToken: expected what storage.azure.auth.sas says, or nothing, but found another value
          "azure": {"auth": {"type": "sas", "sas": "${env:KEY}"}} | SAS_TOKEN  | ${env:OTHER} | --sasToken: expected what storage.azure.auth.sas says, or nothing, but found another value
          "azure": {"auth": {"type": "sas", "sas": "${env:KEY}"}} | ACCESS_KEY | ${env:KEY} | --accessKey: expected what storage.azure.auth.type says, or nothing, but found another value 'accountKey'
          "azure": {"account": "a"}        | ACCOUNT_NAME          | b          | --accountName: expected what storage.azure.account says, or nothing, but found another value 'b'
          """)
  void disagreeWithTheConfiguration(
      String storage, BeamStorageOption option, String value, String error) {
    assertThat(
        errors(minimalWith("\"storage\": {" + storage + "}"), Map.of(option, value)),
        contains(error));
  }

  @Test
  void disagreeWithEachOther() {
    assertThat(
        errors(MINIMAL, Map.of(ACCESS_KEY, "${env:KEY}", SAS_TOKEN, "${env:KEY}")),
        contains(
            "--sasToken: expected it without --accessKey, for both say storage.azure.auth.type, but"
                + " found two that disagree"));
    assertThat(
        errors(MINIMAL, Map.of(BLOB_SERVICE_ENDPOINT, "https://h/a?sig=one", SAS_TOKEN, "sig=two")),
        contains(
            "--sasToken: expected it without --blobServiceEndpoint, for both say"
                + " storage.azure.auth.sas, but found two that disagree"));
    assertThat(
        errors(
            MINIMAL,
            Map.of(
                ACCOUNT_NAME, "one", BLOB_SERVICE_ENDPOINT, "https://two.blob.core.windows.net")),
        contains(
            "--blobServiceEndpoint: expected the account one, which --accountName names, but found"
                + " 'two'"));
    assertThat(
        errors(
            MINIMAL,
            Map.of(
                ACCOUNT_NAME,
                "one",
                AZURE_CONNECTION_STRING,
                "AccountName=two;AccountKey=hush;BlobEndpoint=http://b/",
                BLOB_SERVICE_ENDPOINT,
                "http://a")),
        contains(
            "--azureConnectionString: expected the account one, which --accountName names, but"
                + " found 'two'",
            "--azureConnectionString: expected the endpoint http://a, which --blobServiceEndpoint"
                + " says, but found 'http://b/'"));
    assertThat(
        errors(minimalWith("\"archive\": \"azfs://two/c/x\""), Map.of(ACCOUNT_NAME, "one")),
        contains("archive: expected the account one, which --accountName names, but found 'two'"));
  }

  @Test
  void theServicesUrlMayHoldASharedAccessSignature() {
    ObjectStorage storage =
        load(MINIMAL, Map.of(BLOB_SERVICE_ENDPOINT, "https://h/a?sig=hush")).storage();
    assertThat(storage.azure().endpoint(), is("https://h/a"));
    assertThat(((AzureCredential.Sas) storage.azure().credential()).token().read(), is("sig=hush"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AWS_CREDENTIALS_PROVIDER | {"secretAccessKey": "hush"} | an object without '@type'
          AWS_CREDENTIALS_PROVIDER | hush                        | a text that is not JSON
          AWS_CREDENTIALS_PROVIDER | [1]                         | a list
          """)
  void aProviderIsAnObjectOfAType(BeamStorageOption option, String value, String found) {
    assertThat(
        errors(MINIMAL, Map.of(option, value)),
        contains(
            "storage.s3.credentialsProvider: expected a JSON object in a text, such as"
                + " '{\"@type\": \"…\"}' but found "
                + found
                + " (from --awsCredentialsProvider)"));
  }

  @ParameterizedTest
  @EnumSource
  void areTakenOrRefusedWithTheReason(BeamStorageOption option) {
    if (option.setting() == null) {
      assertThat(
          errors(MINIMAL, Map.of(option, "x")),
          contains(option.option() + ": not taken, for " + option.refusal()));
    } else {
      assertThat(Settings.CATALOGUE.settings().contains(option.setting()), is(true));
    }
  }
}
