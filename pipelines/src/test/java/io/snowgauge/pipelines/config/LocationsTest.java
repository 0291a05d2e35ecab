package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.ConfigurationFolder.MINIMAL;
import static io.snowgauge.pipelines.config.ConfigurationFolder.dataset;
import static io.snowgauge.pipelines.config.ConfigurationFolder.minimalWith;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.snowgauge.pipelines.config.types.InvalidValueException;
import io.snowgauge.pipelines.config.types.Locations;
import io.snowgauge.pipelines.config.types.ValueContext;
import io.snowgauge.transforms.files.InputPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationsTest {
  private static final Path FOLDER = Path.of("/conf/site");

  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  @ParameterizedTest
  @CsvSource({
    "out,                      file:///conf/site/out/",
    "out/,                     file:///conf/site/out/",
    "./out/../x y%20ü,         file:///conf/site/x y%20ü/",
    "../out,                   file:///conf/out/",
    "../../../../out,          file:///out/",
    ".,                        file:///conf/site/",
    "/,                        file:///",
    "/a/b,                     file:///a/b/",
    "'/a/[b]{c}*',             'file:///a/[b]{c}*/'",
    "file:///a/./b,            file:///a/b/",
    "s3://bucket,              s3://bucket/",
    "s3://bucket/a/../b//c,    s3://bucket/a/../b//c/",
    "azfs://account/container, azfs://account/container/",
    "a:b,                      file:///conf/site/a:b/",
    "https://account.blob.core.windows.net/container/a%20b%2B%25/*, azfs://account/container/a"
        + " b+%/*/",
    "https://account.dfs.core.windows.net/container/%C3%BC, azfs://account/container/ü/",
    "abfss://container@account.dfs.core.windows.net/a%20b/, azfs://account/container/a%20b/",
    "abfss://container@account.dfs.core.windows.net, azfs://account/container/",
  })
  void foldersBecomeAbsoluteUris(String text, String uri) throws InvalidValueException {
    assertThat(Locations.FOLDER.parse(text, context()), is(uri));
  }

  @ParameterizedTest
  @CsvSource({
    "data/*.txt,            file:///conf/site/data/*.txt",
    "./data/.//*.txt,       file:///conf/site/data/*.txt",
    "../data/{farm}/x,      file:///conf/data/{farm}/x",
    "a/../../../../b,       file:///b",
    "/data/./a/../**/x?,    file:///data/**/x?",
    "a/\\{b/../c,           file:///conf/site/a/c",
    "file:///data/{date}/x, file:///data/{date}/x",
    "s3://bucket/a/../*.x,  s3://bucket/a/../*.x",
    "'[a-c]{x}',            'file:///conf/site/[a-c]{x}'",
    "https://account.blob.core.windows.net/container/%2A%5B%20/*, 'azfs://account/container/\\*\\["
        + " /*'",
    "abfss://container@account.dfs.core.windows.net/{farm}/*, 'azfs://account/container/{farm}/*'",
  })
  void globsBecomeAbsolutePatterns(String text, String pattern) throws InvalidValueException {
    assertThat(Locations.GLOB.parse(text, context()).toString(), is(pattern));
  }

  private static ValueContext context() {
    return new ValueContext("key", FOLDER, Map.of());
  }

  @Test
  void theFoldersOwnNameIsTakenLiterallyInAGlob() throws IOException {
    Path odd = Files.createDirectory(path.resolve("a[b]{c}*?\\d"));
    Configuration configuration = new ConfigurationFolder(odd).load(dataset("in/{farm}/*.txt", ""));
    InputPattern input = configuration.datasets().get(0).input();
    assertThat(
        input.match("file://" + odd + "/in/west/x.txt"), is(Optional.of(Map.of("farm", "west"))));
    assertThat(input.match("file://" + path + "/ab{c}*?\\d/in/west/x.txt"), is(Optional.empty()));
    assertThat(configuration.archive(), is("file://" + odd + "/archive/"));
  }

  @Test
  void aRelativeConfigurationFileHasAnAbsoluteFolder() throws IOException {
    folder.write("snowgauge.json", MINIMAL);
    Path relative = Path.of("").toAbsolutePath().relativize(path).resolve("./snowgauge.json");
    Configuration configuration = ConfigurationLoader.load(relative, Map.of(), List.of());
    assertThat(configuration.archive(), is("file://" + path + "/archive/"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          hdfs://x/y | expected a folder: a path or a URI of file, s3, azfs but found 'hdfs://x/y'
          s3:/bucket/x | expected a folder: a path or a URI of file, s3, azfs but found 's3:/bucket/x'
          gs://bucket/x | expected a folder: a path or a URI of file, s3, azfs but found 'gs://bucket/x'
          https://host/x | expected a folder: a path or a URI of file, s3, azfs but found 'https://host/x'
          https://a.blob.core.windows.net/c/%zz | expected a percent-encoded URL ('%25' for '%') but found '%zz'
          https://a.blob.core.windows.net/c/%FF | expected percent-encoded UTF-8 but found 'c/%FF'
          https://a.blob.core.windows.net/c/x?sig=y | expected a URL without '?' (a shared access signature belongs in storage.azure.auth.sas; for a glob with '?' write azfs://account/container/…) but found '?' in it
          s3:///x | expected s3://bucket/… but found 's3:///x'
          s3://* | expected s3://bucket/… but found 's3://*'
          azfs://account | expected azfs://account/container/… but found 'azfs://account'
          s3a://bucket/x/ | expected s3://bucket/x/ but found 's3a://bucket/x/'
          wasbs://c@a.blob.core.windows.net/x | expected azfs://a/c/x but found 'wasbs://c@a.blob.core.windows.net/x'
          https://s3.eu-central-1.amazonaws.com/bucket/x | expected s3://bucket/x but found 'https://s3.eu-central-1.amazonaws.com/bucket/x'
          https://s3.amazonaws.com/bucket | expected s3://bucket/ but found 'https://s3.amazonaws.com/bucket'
          https://b.c.s3-us-west-2.amazonaws.com/x/y | expected s3://b.c/x/y but found 'https://b.c.s3-us-west-2.amazonaws.com/x/y'
          https://b.s3.cn-north-1.amazonaws.com.cn/x | expected s3://b/x but found 'https://b.s3.cn-north-1.amazonaws.com.cn/x'
          file:/x | expected file:///absolute/path but found 'file:/x'
          file://host/x | expected file:///absolute/path but found 'file://host/x'
          ~/x | expected a path without '~' (write ${env:HOME} for it) but found '~/x'
          a\\u0000b | expected a folder: a path or a URI of file, s3, azfs but found 'a\\u0000b'
          """)
  void refusesAFolder(String text, String error) {
    assertThat(
        folder.errors(minimalWith("\"archive\": \"" + text + "\"")), contains("archive: " + error));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          data/ | expected a file name or glob after the last '/'
          data/. | expected a file name or glob after the last '/'
          s3://bucket | expected a glob below the bucket but found 's3://bucket'
          azfs://account/container/ | expected a file name or glob after the last '/'
          s3://{bucket}/x | expected s3://bucket/… but found 's3://{bucket}/x'
          data/*/../x | expected no '..' after a glob or capture but found 'data/*/../x'
          data/[z-a] | expected a glob whose '[…]' are ranges such as '[a-z]' but found 'data/[z-a]'
          data/[a | expected ']' to close the '[' in '[a'; write '\\[' for a literal one
          """)
  void refusesAnInput(String text, String error) {
    assertThat(folder.errors(dataset(text, "")), contains("datasets.d.input: " + error));
  }

  @ParameterizedTest
  @CsvSource({"s3://bucket/x.duckdb", "file:///x.duckdb", "azfs://a/c/x"})
  void aDatabaseFileIsLocal(String text) {
    assertThat(
        folder.errors(minimalWith("\"warehouse\": {\"path\": \"" + text + "\"}")),
        contains("warehouse.path: expected a local path but found '" + text + "'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          archive/**    | archive
          arch*/d/*/*   | archive
          out/**/*.json | deadLetters
          out/*/*/*.csv | staging
          """)
  void refusesAnInputThatIsAnOutput(String input, String output) {
    String more = ", \"staging\": \"out\", \"deadLetters\": \"out/letters\"";
    assertThat(
        folder.errors(dataset(input, "").replaceFirst("\\{", "{" + more.substring(2) + ",")),
        contains(
            "datasets.d.input: expected a glob of the dataset's own files but found one that"
                + " matches what loads write to the folder '"
                + output
                + "'; name another folder for it, or a narrower glob"));
  }
}
