package io.snowgauge.pipelines.commands;

import io.snowgauge.pipelines.config.BeamStorageOption;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.ConfigurationLoader;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.launch.Composition.Reach;
import io.snowgauge.pipelines.log.LogFormat;
import io.snowgauge.pipelines.log.Verbosity;
import io.snowgauge.pipelines.report.Display;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that is configured, which all are: the options by which it is. */
abstract class ConfiguredCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "snowgauge.json",
      description = "The configuration, JSON (default: ${DEFAULT-VALUE}).")
  private Path file = Path.of("snowgauge.json");

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "Overrides one setting; repeatable.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--stacktrace", description = "Shows where in the program a failure came from.")
  boolean stacktrace;

  @Option(
      names = Verbosity.VERBOSE,
      description = "Says more on standard error; of loads, where their time went.")
  boolean verbose;

  @Option(
      names = Verbosity.QUIET,
      description =
          "Nothing on standard error but errors; of loads, no outcome unless something failed.")
  boolean quiet;

  @Option(
      names = LogFormat.OPTION,
      paramLabel = "text|json",
      description = {
        "How standard error is written: text, or an object a line with time, level, message, run and"
            + " more (default: "
            + LogFormat.VARIABLE
            + ", or text)."
      })
  @Nullable LogFormat logFormat;

  /**
   * Lets the subcommands that are configured take Beam's options for object storage: also those
   * that build no graph, and without Beam's modules that declare them, which a local run is not to
   * load.
   */
  static void addStorageOptions(CommandLine commands) {
    for (CommandLine command : commands.getSubcommands().values()) {
      CommandSpec spec = command.getCommandSpec();
      if (spec.findOption("--config") != null) {
        for (BeamStorageOption option : BeamStorageOption.values()) {
          spec.addOption(
              OptionSpec.builder(option.option())
                  .type(String.class)
                  .paramLabel("VALUE")
                  .description("Beam's option for object storage.")
                  .hidden(true)
                  .build());
        }
        spec.usageMessage()
            .footer(
                "",
                "Beam's options for object storage (--awsRegion, --blobServiceEndpoint, …) say what"
                    + " 'storage' does not.");
      }
    }
  }

  private Map<BeamStorageOption, String> storageOptions() {
    Map<BeamStorageOption, String> given = new EnumMap<>(BeamStorageOption.class);
    for (BeamStorageOption option : BeamStorageOption.values()) {
      OptionSpec declared = Objects.requireNonNull(spec).findOption(option.option());
      @Nullable String value = declared == null ? null : declared.getValue();
      if (value != null) {
        given.put(option, value);
      }
    }
    return given;
  }

  /** Reads and validates the configuration, whose warnings are printed; connects to nothing. */
  Composition load(Reach reach) {
    return load(file, reach);
  }

  /** The same of a command that writes anchors at its end, if they are asked for. */
  Composition loadToAnchor() {
    Composition loaded = load(Reach.WAREHOUSE);
    if (loaded.configuration().proof().anchors() != null) {
      loaded.prepare(Reach.FILES);
    }
    return loaded;
  }

  /**
   * The same, also where there is no file, or an empty one, which is what a shell has made of it
   * where it is to have what the command prints: then it says nothing but what is said elsewhere.
   */
  Composition loadOrDefaults(Reach reach) throws IOException {
    boolean isEmpty = Files.isRegularFile(file) && Files.size(file) == 0;
    if (Files.exists(file) && !isEmpty) {
      return load(file, reach);
    }
    Path defaults = Files.createTempFile("snowgauge", ".json");
    try {
      Files.writeString(
          defaults,
          """
          {"datasets": {"none": {"input": "none", "format": {"type": "lsf"}, "table": "NONE"}}}
          """);
      return load(defaults, reach);
    } finally {
      Files.delete(defaults);
    }
  }

  private Composition load(Path source, Reach reach) {
    if (verbose && quiet) {
      throw refused("expected --verbose or --quiet but found both");
    }
    requireLogFormat();
    Map<BeamStorageOption, String> storage = storageOptions();
    Configuration configuration =
        ConfigurationLoader.load(source, System.getenv(), settings, storage);
    Composition loaded = new Composition(configuration, storage);
    if (tellsLineage()) {
      loaded.prepareLineage();
    }
    loaded.prepare(reach);
    List<String> warnings = quiet ? List.of() : configuration.warnings();
    warnings.forEach(told -> err().println("warning: " + Display.text(told)));
    return loaded;
  }

  /** Whether it tells of loads those that lineage is told. */
  boolean tellsLineage() {
    return false;
  }

  private void requireLogFormat() {
    String inherited = System.getenv(LogFormat.VARIABLE);
    if (logFormat == null && inherited != null && LogFormat.parse(inherited).isEmpty()) {
      throw new InvalidConfigurationException(
          List.of(
              LogFormat.VARIABLE
                  + ": expected text or json but found '"
                  + Display.text(inherited)
                  + "'"));
    }
  }

  private CommandLine command() {
    return Objects.requireNonNull(spec).commandLine();
  }

  PrintWriter out() {
    return command().getOut();
  }

  PrintWriter err() {
    return command().getErr();
  }

  /** A complaint about the command line. */
  ParameterException refused(String message) {
    return new ParameterException(command(), message);
  }
}
