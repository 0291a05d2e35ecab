package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.Condition.Given;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The keys that every extraction has of its own; {@link Settings} lists them among all others. */
final class ExtractSettings {
  static final String EXTRACT = "extract";

  private static final Given IS_THERE = new Given("extract.*");
  private static final String NAME = "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?";
  private static final String NAME_RULE = " (lower-case letters, digits, '-' or '.')";

  private static final List<Setting<?>> DECLARED = new ArrayList<>();

  static final Setting<String> KUBECONFIG =
      declare(
          Setting.of(
              "extract.*.kubeconfig",
              new PathType(),
              "The kubeconfig file, if not that of KUBECONFIG or of the home folder or, in a pod,"
                  + " the service account."));

  static final Setting<String> CONTEXT =
      declare(
          Setting.of(
              "extract.*.context",
              new TextType("the name of a context"),
              "The context of the kubeconfig, if not its current one."));

  static final Setting<String> NAMESPACE =
      declare(
          Setting.of(
                  "extract.*.namespace",
                  MatchedTextType.of("the name of a namespace" + NAME_RULE, NAME),
                  "The namespace of the pods.")
              .neededWhere(IS_THERE));

  static final Setting<String> PODS =
      declare(
          Setting.of(
              "extract.*.pods",
              new TextType("a label selector such as 'app=lsf-master'"),
              "A label selector; files are taken out of every pod that it matches. Or give the pod."));

  static final Setting<String> POD =
      declare(
          Setting.of(
              "extract.*.pod",
              MatchedTextType.of("the name of a pod" + NAME_RULE, NAME),
              "The name of the only pod, in place of pods."));

  static final Setting<String> CONTAINER =
      declare(
          Setting.of(
              "extract.*.container",
              MatchedTextType.of("the name of a container" + NAME_RULE, NAME),
              "The container that the files are in, where a pod has several."));

  static final Setting<List<String>> PATHS =
      declare(
          Setting.of(
                  "extract.*.paths",
                  new TextListType("paths in the container"),
                  "Paths in the container; '*', '?' and '[a-z]' match within a folder, and a relative"
                      + " path starts in the container's working folder.")
              .neededWhere(IS_THERE));

  static final Setting<String> DATASET =
      declare(
          Setting.of(
                  "extract.*.dataset",
                  new TextType("the name of a dataset"),
                  "The dataset that the files belong to: its format says how records are counted, and"
                      + " its input must match the files at the destination.")
              .neededWhere(IS_THERE));

  static final Setting<String> DESTINATION =
      declare(
          Setting.of(
                  "extract.*.destination",
                  new DestinationType(),
                  "The folder that the files are put in; {date}, {namespace}, {pod} and {container}"
                      + " stand for what they name; {pod} is needed where pods chooses several.")
              .neededWhere(IS_THERE));

  static final Setting<Transfer> TRANSFER =
      declare(
          Setting.of(
                  "extract.*.transfer",
                  ChoiceType.of(Transfer.values(), Transfer::configName),
                  "How files leave a pod: uploaded by its curl to a presigned URL, through exec, or"
                      + " the first where it works and else the second.")
              .defaultsTo("auto"));

  static final Setting<Long> CONCURRENCY =
      declare(
          Setting.of(
                  "extract.*.concurrency",
                  new IntegerType(1, 64),
                  "How many pods files are taken out of at a time.")
              .defaultsTo("4"));

  static final Setting<Long> ATTEMPTS =
      declare(
          Setting.of(
                  "extract.*.attempts",
                  new IntegerType(1, 20),
                  "How often a file is tried, with growing pauses, before it has failed.")
              .defaultsTo("4"));

  static final Setting<Duration> TIMEOUT =
      declare(
          Setting.of(
                  "extract.*.timeout",
                  DurationType.atLeast("5 seconds"),
                  "How long a container may say nothing, as while it counts a large file, before the"
                      + " connection is taken for dead.")
              .defaultsTo("5 minutes"));

  private ExtractSettings() {}

  private static <T> Setting<T> declare(Setting<T> setting) {
    DECLARED.add(setting);
    return setting;
  }

  /** All of them, in the order of their declaration. */
  static List<Setting<?>> all() {
    return List.copyOf(DECLARED);
  }
}
