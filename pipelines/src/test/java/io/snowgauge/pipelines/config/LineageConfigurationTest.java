package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.ConfigurationFolder.MINIMAL;
import static io.snowgauge.pipelines.config.ConfigurationFolder.minimalWith;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.lineage.FileSink;
import io.snowgauge.io.lineage.HttpSink;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineageConfigurationTest {
  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  @Test
  void nobodyIsToldByDefault() {
    assertThat(folder.load(MINIMAL).lineage(), is(Optional.empty()));
  }

  @Test
  void aServerOrAFileIsTold() {
    Configuration server =
        folder.load(
            minimalWith("\"lineage\": {\"type\": \"http\", \"url\": \"https://marquez:5000/\"}"));
    assertThat(server.lineage().orElseThrow().sink(), is(instanceOf(HttpSink.class)));
    assertThat(server.lineage().orElseThrow().namespace(), is("snowgauge"));
    assertThat(server.flat().get("lineage.endpoint"), is("api/v1/lineage"));
    Configuration file =
        folder.load(
            minimalWith(
                "\"lineage\": {\"type\": \"file\", \"file\": \"l\", \"namespace\": \"prod\"}"));
    assertThat(file.lineage().orElseThrow().sink(), is(instanceOf(FileSink.class)));
    assertThat(file.lineage().orElseThrow().namespace(), is("prod"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        """
        {"namespace": "x"} | lineage.type: expected one of http, file but found nothing""",
        """
        {"type": "http"} | lineage.url: expected a URL such as 'https://host:port' but found \
        nothing""",
        """
        {"type": "http", "url": "https://u:p@h"} | lineage.url: expected a URL without user, \
        '?' and '#', for it is shown but found one with them""",
        """
        {"type": "http", "url": "https://h", "endpoint": "a b"} | lineage.endpoint: expected a \
        path such as 'api/v1/lineage' but found 'a b'""",
        """
        {"type": "file"} | lineage.file: expected a local path but found nothing""",
        """
        {"type": "file", "file": "f", "token": "${env:T}"} | lineage.token: expected only where \
        lineage.type is http but found where it is file"""
      })
  void whatCannotBeIsRefused(String lineage, String error) {
    assertThat(folder.errors(minimalWith("\"lineage\": " + lineage)), contains(error));
  }
}
