package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.pipelines.config.engine.ConfigurationFile;
import io.snowgauge.pipelines.config.engine.GivenValues;
import io.snowgauge.pipelines.config.engine.Problems;
import io.snowgauge.pipelines.config.engine.Validation;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import io.snowgauge.pipelines.config.types.ValueContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes a configuration of its sources: a file, the environment, and options. */
public final class ConfigurationLoader {
  private ConfigurationLoader() {}

  /**
   * Reads, overlays and validates. Connects to nothing.
   *
   * @param file JSON; relative paths, wherever they are given, start in its folder
   * @param environment its {@code SNOWGAUGE_…} variables override the file
   * @param options each {@code key=value}; override the rest, and of one key the last counts
   * @throws InvalidConfigurationException with everything that is wrong
   */
  public static Configuration load(
      Path file, Map<String, String> environment, List<String> options) {
    return load(file, environment, options, Map.of());
  }

  /**
   * As above.
   *
   * @param beamOptions Beam's options for stores; they say what none of the others says
   */
  public static Configuration load(
      Path file,
      Map<String, String> environment,
      List<String> options,
      Map<BeamStorageOption, String> beamOptions) {
    ObjectNode json = ConfigurationFile.read(file);
    Problems problems = new Problems();
    GivenValues given = GivenValues.of(Settings.CATALOGUE, json, environment, options, problems);
    Datasets.requireOne(given, problems);
    ValueContext context = new ValueContext("", folderOf(file), environment);
    BeamStorageOptions.add(beamOptions, given, context, problems);
    Values values = Validation.of(given, context, problems);
    Datasets.check(values, problems);
    Expectations.check(values, problems);
    OwnOutput.check(values, problems);
    Kafka.check(values, problems);
    DuckDb.check(values, problems);
    Snowflake.check(values, problems);
    AzureAccounts.check(values, environment, problems);
    Extractions.check(values, problems);
    problems.refuseErrors();
    return Settings.configuration(values, problems.warnings());
  }

  /** The folder as the file system knows it: one file must not get two URIs through a link. */
  private static Path folderOf(Path file) {
    try {
      return file.toRealPath().resolveSibling("");
    } catch (IOException e) {
      return file.toAbsolutePath().normalize().resolveSibling("");
    }
  }
}
