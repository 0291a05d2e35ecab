package io.snowgauge.pipelines.commands;

import io.snowgauge.io.notifications.Subscription.Queue;
import io.snowgauge.pipelines.config.BeamStorageOption;
import io.snowgauge.pipelines.config.Configuration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Beam's options for object storage, taken by every command that has a configuration: also by those
 * that build no graph, and without Beam's modules that declare them, which a local run is not to
 * load.
 */
final class BeamStorage {
  private BeamStorage() {}

  /** Lets the subcommands that have a configuration take them. */
  static void addTo(CommandLine commands) {
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

  /** What was given of them. */
  static Map<BeamStorageOption, String> given(CommandSpec spec) {
    Map<BeamStorageOption, String> given = new EnumMap<>(BeamStorageOption.class);
    for (BeamStorageOption option : BeamStorageOption.values()) {
      OptionSpec declared = spec.findOption(option.option());
      @Nullable String value = declared == null ? null : declared.getValue();
      if (value != null) {
        given.put(option, value);
      }
    }
    return given;
  }

  /**
   * What SqsIO is told: only what was given in Beam's words, as these mean all of AWS, where {@code
   * storage} means its stores. In this process references are resolved; a cluster keeps Beam's
   * options with the job, so nothing of them may be secret there.
   */
  static List<String> forQueues(
      Configuration configuration, Map<BeamStorageOption, String> given, boolean onCluster) {
    boolean isQueue =
        configuration.streaming().subscription().filter(Queue.class::isInstance).isPresent();
    return configuration
        .storage()
        .beamArguments(
            BeamStorageOption.ofAws().stream()
                .filter(option -> isQueue && given.containsKey(option))
                .toList(),
            onCluster);
  }
}
