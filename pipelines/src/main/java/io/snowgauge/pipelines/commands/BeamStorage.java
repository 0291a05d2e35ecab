package io.snowgauge.pipelines.commands;

import io.snowgauge.pipelines.config.BeamStorageOption;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.DeferredJson;
import io.snowgauge.pipelines.config.InvalidConfigurationException;
import io.snowgauge.pipelines.config.NotificationsConfiguration;
import io.snowgauge.pipelines.config.StorageConfiguration;
import java.util.ArrayList;
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
    List<String> arguments = new ArrayList<>();
    if (configuration.notifications().orElse(null) instanceof NotificationsConfiguration.Sqs) {
      for (BeamStorageOption option : BeamStorageOption.ofAws()) {
        if (given.containsKey(option)) {
          arguments.add(option.option() + "=" + effective(option, configuration, onCluster));
        }
      }
    }
    return arguments;
  }

  private static String effective(
      BeamStorageOption option, Configuration configuration, boolean onCluster) {
    StorageConfiguration.S3 s3 = configuration.storage().s3();
    return switch (option) {
      case AWS_REGION -> String.valueOf(s3.region());
      case ENDPOINT -> String.valueOf(s3.endpoint());
      case AWS_CREDENTIALS_PROVIDER -> text(option, s3.clients().credentialsProvider(), onCluster);
      case PROXY_CONFIGURATION -> text(option, s3.clients().proxyConfiguration(), onCluster);
      case HTTP_CLIENT_CONFIGURATION ->
          text(option, s3.clients().httpClientConfiguration(), onCluster);
      default -> throw new IllegalArgumentException(option.option());
    };
  }

  private static String text(
      BeamStorageOption option, @Nullable DeferredJson json, boolean onCluster) {
    if (json == null) {
      throw new IllegalStateException(option.option());
    }
    if (onCluster && json.holdsSecret()) {
      throw new InvalidConfigurationException(
          List.of(
              option.option()
                  + ": expected no secret, for notifications.type is sqs, whose reader on a cluster"
                  + " takes this option from the job, where it would be stored, but found one; use"
                  + " a provider that finds its secrets where the workers are"));
    }
    return json.resolve();
  }
}
