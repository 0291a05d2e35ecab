package io.snowgauge.pipelines.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A folder with a configuration file in it, and how it is loaded. */
record ConfigurationFolder(Path path) {
  /** The least that a configuration needs. */
  static final String MINIMAL =
      """
      {
        "datasets": {
          "user_groups": {
            "input": "data/{farm}/lsb.users*",
            "format": {"type": "lsf"},
            "table": "USER_GROUP_SHARES"
          }
        }
      }
      """;

  static final String SNOWFLAKE =
      """
      {
        "warehouse": {
          "type": "snowflake",
          "account": "myorg-prod",
          "user": "LOADER",
          "database": "RAW",
          "schema": "LSF",
          "auth": %s
        },
        "datasets": {
          "user_groups": {"input": "lsb.users", "format": {"type": "lsf"}, "table": "SHARES"}
        }
      }
      """;

  /** A configuration of one dataset, whose properties follow {@code input}. */
  static String dataset(String input, String properties) {
    return """
    {"datasets": {"d": {"input": "%s", "format": {"type": "lsf"}, "table": "T"%s}}}
    """
        .formatted(input.replace("\\", "\\\\"), properties);
  }

  /** The minimal configuration with more properties at its top level. */
  static String minimalWith(String properties) {
    return MINIMAL.replaceFirst(
        "\\{", "{" + properties.replace("\\", "\\\\").replace("$", "\\$") + ",");
  }

  static String snowflake(String auth) {
    return SNOWFLAKE.formatted(auth);
  }

  Path file() {
    return path.resolve("snowgauge.json");
  }

  Configuration load(String json) {
    return load(json, Map.of());
  }

  Configuration load(String json, Map<String, String> environment, String... options) {
    write("snowgauge.json", json);
    return ConfigurationLoader.load(file(), environment, List.of(options));
  }

  List<String> errors(String json) {
    return errors(json, Map.of());
  }

  List<String> errors(String json, Map<String, String> environment, String... options) {
    return assertThrows(InvalidConfigurationException.class, () -> load(json, environment, options))
        .messages();
  }

  void write(String name, String content) {
    try {
      Files.writeString(path.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
