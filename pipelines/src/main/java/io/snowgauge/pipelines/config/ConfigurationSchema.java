package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.JsonSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema of configuration files, generated from the declared settings. */
public final class ConfigurationSchema {
  private ConfigurationSchema() {}

  /** Writes the schema to standard output. */
  public static void main(String[] args) throws IOException {
    System.out.write(json().getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }

  /** The schema, indented, with a line end at its end. */
  public static String json() {
    return JsonSchema.of(Settings.CATALOGUE, "Snowgauge configuration");
  }
}
