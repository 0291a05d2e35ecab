package io.snowgauge.pipelines.config;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `` | : expected a JSON object but found an empty file
          [] | : expected a JSON object but found a list
          "x" | : expected a JSON object but found a text
          null | : expected a JSON object but found null
          {↵  "a": 1,↵} | :3:1: not valid JSON: Unexpected character ('}' (code 125)): was expecting double-quote to start field name
          {"a": {"b": 1 | :1:14: expected more JSON but found the end of the file
          {"a": 1,↵ "a": 2} | :2:5: not valid JSON: Duplicate field 'a'
          {"a": {"b": 1, "b": 2}} | :1:19: not valid JSON: Duplicate field 'b'
          {}↵{} | :2:1: expected the end of the file
          {"a": [1, 2, {"b": nul}]} | :1:24: not valid JSON: Unrecognized token 'nul': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
          """)
  void reportsWhereTheSyntaxIsWrong(String json, String error) throws IOException {
    Path file = folder.resolve("x.json");
    Files.writeString(file, json.replace("↵", "\n"));
    assertThat(errors(file), contains(file + error));
  }

  @Test
  void aMissingFileSaysHowToNameOne() {
    Path file = folder.resolve("snowgauge.json");
    assertThat(
        errors(file),
        contains(
            file + ": expected a configuration file but found none; name it with --config FILE"));
  }

  @Test
  void aDirectoryIsNoFile() {
    assertThat(
        errors(folder),
        contains(
            folder
                + ": expected a configuration file but found a directory;"
                + " name it with --config FILE"));
  }

  @Test
  void aFileThatCannotBeReachedSaysWhy() throws IOException {
    Files.createFile(folder.resolve("file"));
    Path file = folder.resolve("file/snowgauge.json");
    assertThat(
        errors(file),
        contains(file + ": expected a file that can be read but found: Not a directory"));
  }

  @Test
  void refusesAFileOfMoreThanTenMegabytes() throws IOException {
    Path file = folder.resolve("x.json");
    Files.writeString(file, " ".repeat(10_000_001));
    assertThat(errors(file), contains(file + ": expected at most 10 MB but found a larger file"));
  }

  @Test
  void reportsTextThatIsNotUtf8() throws IOException {
    Path file = folder.resolve("x.json");
    Files.write(file, new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
    assertThat(errors(file).size(), is(1));
    assertThat(
        errors(file).get(0).replace(file.toString(), "FILE"),
        is("FILE:1:5: not valid JSON: Invalid UTF-8 start byte 0xff"));
  }

  @Test
  void refusesJsonThatIsNestedBeyondReason() throws IOException {
    Path file = folder.resolve("x.json");
    Files.writeString(file, "[".repeat(2_000));
    assertThat(errors(file).size(), is(1));
  }

  @Test
  void aByteOrderMarkIsSkipped() throws IOException {
    Path file = folder.resolve("x.json");
    Files.write(file, ("\ufeff" + ConfigurationFolder.MINIMAL).getBytes(StandardCharsets.UTF_8));
    Configuration configuration = ConfigurationLoader.load(file, Map.of(), List.of());
    assertThat(configuration.datasets().size(), is(1));
  }

  private static List<String> errors(Path file) {
    return assertThrows(
            InvalidConfigurationException.class,
            () -> ConfigurationLoader.load(file, Map.of(), List.of()))
        .messages();
  }
}
