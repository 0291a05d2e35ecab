package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a configuration or a command line is told before anything is touched. */
@Timeout(120)
class ConfigurationTest {
  @TempDir Path folder;
  private Site site;

  @BeforeEach
  void writeAFileToLoad() throws IOException {
    site = Site.with(folder, Site.configuration("append", ""));
    site.write("data/a", UserGroups.random(1, 2), MONDAY);
  }

  private void assertRefused(Snowgauge.Ended ended) throws IOException {
    assertThat(ended.err(), ended.exitCode(), is(2));
    assertThat(ended.out(), is(""));
    assertThat(site.everything(), contains("snowgauge.json"));
  }

  @Test
  void allMistakesAreToldAtOnce() throws Exception {
    Files.writeString(
        site.path("snowgauge.json"),
        """
        {
          "wharehouse": { "path": "x.duckdb" },
          "datasets": {
            "user_groups": {
              "input": "data/{farm",
              "format": { "type": "lsf" },
              "publish": "upsert",
              "rejects": { "maxRatio": 7 }
            }
          }
        }
        """);
    Snowgauge.Ended run =
        site.snowgauge()
            .with("SNOWGAUGE_REJECTSPERFILE", "many")
            .run("run", "--set", "archiveCompression=bzip2");
    assertRefused(run);
    assertThat(
        run.errLines(),
        contains(
            "7 problems:",
            "  wharehouse: unknown key, did you mean warehouse?",
            "  archiveCompression: expected one of none, gzip, zstd but found 'bzip2' (from --set)",
            "  rejectsPerFile: expected an integer from 0 to 2147483647 but found 'many' (from"
                + " SNOWGAUGE_REJECTSPERFILE)",
            "  datasets.user_groups.input: expected a capture such as {farm} (letters, digits,"
                + " underscores) but found '{farm'; write '\\{' for a literal brace",
            "  datasets.user_groups.table: expected a table name but found nothing",
            "  datasets.user_groups.publish: expected one of append, replace, merge but found 'upsert'",
            "  datasets.user_groups.rejects.maxRatio: expected a number from 0 to 1 but found"
                + " '7'"));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            "a configuration that is not there",
            List.of("run", "--config", "nowhere.json"),
            "nowhere.json"),
        Arguments.of(
            "an unknown key",
            List.of("run", "--set", "datasets.user_groups.tabel=X"),
            "datasets.user_groups.tabel: unknown key, did you mean datasets.user_groups.table?"
                + " (from --set)"),
        Arguments.of(
            "an unknown dataset",
            List.of("run", "--dataset", "usergroups"),
            "--dataset: expected one of user_groups but found 'usergroups'"),
        Arguments.of(
            "a warehouse that is not built yet",
            List.of("run", "--set", "warehouse.type=snowflake"),
            "warehouse.user"),
        Arguments.of(
            "files in a store that is not supported",
            List.of("run", "--set", "datasets.user_groups.input=gs://bucket/*"),
            "datasets.user_groups.input: expected a glob: a path or a URI of file, s3, azfs but"
                + " found 'gs://bucket/*'"),
        Arguments.of(
            "parts where the embedded database cannot read them",
            List.of("run", "--set", "staging=s3://bucket/parts/"),
            "staging: expected a local folder, for warehouse.type is duckdb, which reads local"
                + " parts only, but found 's3://bucket/parts/'"),
        Arguments.of("no command", List.of(), "expected a command; see --help"),
        Arguments.of("an unknown command", List.of("load"), "load"),
        Arguments.of("an unknown option", List.of("run", "--frobnicate"), "--frobnicate"),
        Arguments.of(
            "an option that Beam does not know", List.of("run", "--frobnicate=1"), "frobnicate"),
        Arguments.of("an argument that is no option", List.of("run", "data"), "'data'"),
        Arguments.of(
            "a run id that is no name of a folder",
            List.of("run", "--run-id", "../x"),
            "--run-id: expected up to 100 letters, digits, '.', '_' and '-'"),
        Arguments.of(
            "a date that is none",
            List.of("run", "--execution-date", "yesterday"),
            "--execution-date"),
        Arguments.of("a setting without a value", List.of("run", "--set", "archive"), "archive"),
        Arguments.of(
            "a cluster that would share an embedded database",
            List.of("run", "--runner=FlinkRunner"),
            "--runner: expected the DirectRunner but found FlinkRunner: warehouse.type duckdb is a"
                + " file for one process, and a cluster has several"),
        Arguments.of(
            "a format of output that is unknown", List.of("audit", "--format", "xml"), "xml"),
        Arguments.of("waiting for no run", List.of("audit", "--wait"), "expected --run ID"),
        Arguments.of("a file that is not named", List.of("parse"), "FILE"),
        Arguments.of(
            "a run that there was not",
            List.of("audit", "--run", "never"),
            "no run 'never' in the audit"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void isRefusedWithCodeTwo(String what, List<String> arguments, String message) throws Exception {
    Snowgauge.Ended ended = site.snowgauge().run(arguments.toArray(String[]::new));
    assertRefused(ended);
    assertThat(what, ended.err(), containsString(message));
  }

  @Test
  void aFileThatIsNoJsonIsRefusedWithThePlace() throws Exception {
    Files.writeString(site.path("snowgauge.json"), "{\n  \"datasets\": {,}\n}\n");
    Snowgauge.Ended run = site.run();
    assertRefused(run);
    assertThat(run.err(), containsString("snowgauge.json:2:16: not valid JSON"));
  }

  @Test
  void laterSourcesWin() throws Exception {
    Files.writeString(
        site.path("snowgauge.json"),
        Site.configuration("append", "")
            .replaceFirst(
                "\\{",
                "{ \"archive\": \"by-file\", \"staging\": \"by-file\","
                    + " \"controlSchema\": \"BY_FILE\","));
    Snowgauge.Ended config =
        site.snowgauge()
            .with("SNOWGAUGE_STAGING", "by-environment")
            .with("SNOWGAUGE_ARCHIVE", "by-environment")
            .run("config", "--set", "archive=by-option", "--set", "archive=by-last-option");
    assertThat(config.exitCode(), is(0));
    assertThat(
        config.outLines().stream().map(String::strip).toList(),
        hasItems(
            "\"archive\" : \"file://" + folder + "/by-last-option/\",",
            "\"staging\" : \"file://" + folder + "/by-environment/\",",
            "\"controlSchema\" : \"BY_FILE\",",
            "\"datasets.user_groups.publish\" : \"append\",",
            "\"warehouse.path\" : \"" + folder + "/warehouse.duckdb\","));
    assertThat(site.everything(), contains("snowgauge.json"));
  }

  @Test
  void secretsAreNotShown() throws Exception {
    Snowgauge.Ended config =
        site.snowgauge()
            .with("PASSWORD", "hunter2")
            .run(
                "config",
                "--set",
                "warehouse.type=snowflake",
                "--set",
                "warehouse.account=a-b",
                "--set",
                "warehouse.user=u",
                "--set",
                "warehouse.database=d",
                "--set",
                "warehouse.schema=s",
                "--set",
                "warehouse.auth.type=password",
                "--set",
                "warehouse.auth.password=${env:PASSWORD}");
    assertThat(config.err(), config.exitCode(), is(0));
    assertThat(
        config.outLines().stream().map(String::strip).toList(),
        hasItem("\"warehouse.auth.password\" : \"${env:PASSWORD}\","));
    assertThat(config.out() + config.err(), not(containsString("hunter2")));

    Snowgauge.Ended literal =
        site.snowgauge()
            .with("SNOWGAUGE_WAREHOUSE_AUTH_PASSWORD", "hunter2")
            .run(
                "config",
                "--set",
                "warehouse.type=snowflake",
                "--set",
                "warehouse.account=a-b",
                "--set",
                "warehouse.user=u",
                "--set",
                "warehouse.database=d",
                "--set",
                "warehouse.schema=s",
                "--set",
                "warehouse.auth.type=password");
    assertThat(literal.exitCode(), is(0));
    assertThat(
        literal.outLines().stream().map(String::strip).toList(),
        hasItem("\"warehouse.auth.password\" : \"********\","));
    assertThat(literal.err(), containsString("warning: warehouse.auth.password"));
    assertThat(literal.out() + literal.err(), not(containsString("hunter2")));
  }
}
