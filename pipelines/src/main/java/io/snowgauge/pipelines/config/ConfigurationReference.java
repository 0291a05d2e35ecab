package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.ReferencePage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The page of the documentation that lists every key, generated from the declared settings. */
public final class ConfigurationReference {
  private static final String INTRODUCTION =
      """
      # Configuration reference

      Every key that a configuration may have. [configuration.md](configuration.md) explains how a
      configuration is written and overridden. A `*` stands for a name that you choose. This page is
      generated from the declarations in the code, as the JSON Schema is.
      """;

  private ConfigurationReference() {}

  /** Writes the page to standard output. */
  public static void main(String[] args) throws IOException {
    System.out.write(markdown().getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }

  /** The page, with a line end at its end. */
  public static String markdown() {
    return ReferencePage.of(Settings.CATALOGUE, INTRODUCTION);
  }
}
