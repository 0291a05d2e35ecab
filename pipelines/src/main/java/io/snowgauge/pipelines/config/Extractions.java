package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.NameRule;
import io.snowgauge.pipelines.config.engine.Problems;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.InvalidValueException;
import io.snowgauge.pipelines.config.types.Locations;
import io.snowgauge.pipelines.config.types.Numbers;
import io.snowgauge.pipelines.config.types.PlainType;
import io.snowgauge.pipelines.config.types.Quantities;
import io.snowgauge.pipelines.config.types.ShownValue;
import io.snowgauge.pipelines.config.types.Texts;
import io.snowgauge.pipelines.config.types.ValueType;
import io.snowgauge.transforms.files.InputPattern;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Files that are taken out of pods. */
final class Extractions {
  private static final List<String> PLACEHOLDERS = List.of("date", "namespace", "pod", "container");
  private static final String EXAMPLE_DATE = "2026-01-31";

  /** Names are parts of keys and of messages. */
  static final Group GROUP =
      new Group(
          "extract",
          "Files that are taken out of Kubernetes pods, by name.",
          new NameRule(
              "extraction",
              Datasets.NAME,
              "the name of an extraction (a letter, then at most 63 letters, digits, '_' or '-')",
              NameRule.Kind.CLOSED));

  private static final Group EACH =
      new Group("extract.*", "Files of one kind in the pods of a namespace.");

  static final Section SECTION = new Section(EACH);

  private static final Setting<String> KUBECONFIG =
      SECTION.setting(
          "kubeconfig",
          Locations.PATH,
          "The kubeconfig file, if not that of KUBECONFIG or of the home folder or, in a pod, the"
              + " service account.");

  private static final Setting<String> CONTEXT =
      SECTION.text(
          "context",
          "the name of a context",
          "The context of the kubeconfig, if not its current one.");

  private static final Setting<String> NAMESPACE =
      SECTION
          .setting("namespace", name("namespace"), "The namespace of the pods.")
          .neededWhere(EACH.isGiven());

  private static final Setting<String> PODS =
      SECTION.text(
          "pods",
          "a label selector such as 'app=lsf-master'",
          "A label selector; files are taken out of every pod that it matches. Or give the pod.");

  private static final Setting<String> POD =
      SECTION.setting("pod", name("pod"), "The name of the only pod, in place of pods.");

  private static final Setting<String> CONTAINER =
      SECTION.setting(
          "container",
          name("container"),
          "The container that the files are in, where a pod has several.");

  private static final Setting<List<String>> PATHS =
      SECTION
          .setting(
              "paths",
              Texts.list("paths in the container"),
              "Paths in the container; '*', '?' and '[a-z]' match within a folder, and a relative"
                  + " path starts in the container's working folder.")
          .neededWhere(EACH.isGiven());

  private static final Setting<String> DATASET =
      SECTION
          .text(
              "dataset",
              "the name of a dataset",
              "The dataset that the files belong to: its format says how records are counted, and"
                  + " its input must match the files at the destination.")
          .neededWhere(EACH.isGiven());

  static final Setting<String> DESTINATION =
      SECTION
          .setting(
              "destination",
              destination(),
              "The folder that the files are put in; {date}, {namespace}, {pod} and {container}"
                  + " stand for what they name; {pod} is needed where pods chooses several.")
          .neededWhere(EACH.isGiven());

  private static final Setting<Transfer> TRANSFER =
      SECTION
          .choice(
              "transfer",
              Transfer.class,
              "How files leave a pod: uploaded by its curl to a presigned URL, through exec, or the"
                  + " first where it works and else the second.")
          .defaultsTo("auto");

  private static final Setting<Integer> CONCURRENCY =
      SECTION
          .setting(
              "concurrency",
              Numbers.integer(1, 64),
              "How many pods files are taken out of at a time.")
          .defaultsTo("4");

  private static final Setting<Integer> ATTEMPTS =
      SECTION
          .setting(
              "attempts",
              Numbers.integer(1, 20),
              "How often a file is tried, with growing pauses, before it has failed.")
          .defaultsTo("4");

  private static final Setting<Duration> TIMEOUT =
      SECTION
          .setting(
              "timeout",
              Quantities.durationOfAtLeast("5 seconds"),
              "How long a container may say nothing, as while it counts a large file, before the"
                  + " connection is taken for dead.")
          .defaultsTo("5 minutes");

  private final Values values;
  private final Values extraction;
  private final Problems problems;

  private Extractions(Values values, String name, Problems problems) {
    this.values = values;
    this.extraction = values.in(name);
    this.problems = problems;
  }

  private static ValueType<String> name(String noun) {
    return Texts.matching(
        "the name of a " + noun + " (lower-case letters, digits, '-' or '.')",
        "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
  }

  /** A folder with placeholders. */
  private static ValueType<String> destination() {
    Pattern placeholder = Pattern.compile("\\{([^{}/]*)}");
    return PlainType.of(
            "a folder such as 's3://bucket/raw/{date}/{namespace}/{pod}/'",
            (text, context) -> {
              Matcher found = placeholder.matcher(text);
              while (found.find()) {
                if (!PLACEHOLDERS.contains(found.group(1))) {
                  throw InvalidValueException.expected(
                      "only the placeholders {" + String.join("}, {", PLACEHOLDERS) + "}",
                      ShownValue.text(found.group()));
                }
              }
              return Locations.FOLDER.parse(text, context);
            },
            Texts::nonBlank)
        .shownAs(uri -> uri);
  }

  /** The one of that name. */
  static Extraction extraction(Values values, String name) {
    Values extraction = values.in(name);
    return new Extraction(
        name,
        extraction.find(KUBECONFIG),
        extraction.find(CONTEXT),
        extraction.get(NAMESPACE),
        extraction.find(PODS),
        extraction.find(POD),
        extraction.find(CONTAINER),
        extraction.get(PATHS),
        Datasets.dataset(values, extraction.get(DATASET)),
        extraction.get(DESTINATION),
        extraction.get(TRANSFER),
        extraction.get(CONCURRENCY),
        extraction.get(ATTEMPTS),
        extraction.get(TIMEOUT));
  }

  /** An extraction names its pods in one way, and puts files where its dataset looks for them. */
  static void check(Values values, Problems problems) {
    for (String name : values.names(GROUP)) {
      Extractions rules = new Extractions(values, name, problems);
      rules.checkPods();
      rules.checkPaths();
      rules.checkDestination();
    }
  }

  private void refuse(Setting<?> setting, String problem) {
    problems.error(extraction.key(setting), problem);
  }

  private void checkPods() {
    boolean isGiven = extraction.isGiven(PODS);
    if (isGiven == extraction.isGiven(POD)) {
      refuse(
          PODS,
          "expected either a label selector here or the name of one pod in "
              + extraction.key(POD)
              + " but found "
              + (isGiven ? "both" : "neither"));
    }
  }

  private void checkPaths() {
    for (String path : Objects.requireNonNullElse(extraction.find(PATHS), List.<String>of())) {
      String expected = wrong(path);
      if (expected != null) {
        refuse(PATHS, "expected " + expected + " but found " + ShownValue.text(path));
      }
    }
  }

  private static @Nullable String wrong(String path) {
    if (path.endsWith("/")) {
      return "the path of a file, or a glob such as '" + ShownValue.name(path) + "*',";
    }
    if (path.contains("**")) {
      return "globs within a folder, as the container's shell knows no '**',";
    }
    if (path.indexOf('\\') >= 0 && path.matches("(?s).*[*?\\[].*")) {
      return "no backslash in a glob; write [*] for a literal *,";
    }
    return path.indexOf('\0') >= 0 ? "a path without a NUL" : null;
  }

  private void checkDestination() {
    String dataset = extraction.find(DATASET);
    String destination = extraction.find(DESTINATION);
    String namespace = extraction.find(NAMESPACE);
    List<String> paths = extraction.find(PATHS);
    if (destination != null && !destination.contains("{pod}") && extraction.find(PODS) != null) {
      refuse(
          DESTINATION,
          "expected {pod} in it, as "
              + extraction.key(PODS)
              + " may match several whose files have equal names, but found "
              + ShownValue.text(destination));
    }
    List<String> datasets = values.names(Datasets.GROUP);
    if (dataset != null && !datasets.contains(dataset)) {
      refuse(
          DATASET,
          "expected one of "
              + String.join(", ", datasets)
              + " but found "
              + ShownValue.text(dataset));
    } else if (dataset != null && destination != null && namespace != null && paths != null) {
      String container = Objects.requireNonNullElse(extraction.find(CONTAINER), "main");
      String pod = Objects.requireNonNullElse(extraction.find(POD), "pod-0");
      String folder = Extraction.folderUri(destination, EXAMPLE_DATE, namespace, pod, container);
      paths.forEach(path -> checkInput(values.in(dataset), folder, path));
    }
  }

  /**
   * A glob's matches are unknown here, so an example is checked against the dataset's input: the
   * shortest file that the glob matches, or the one with an 'a' for each '*'.
   */
  private void checkInput(Values dataset, String folder, String path) {
    InputPattern input = dataset.find(Datasets.INPUT);
    String file = path.substring(path.lastIndexOf('/') + 1);
    String example = file.replaceAll("\\[[^]]*]", "a").replace('?', 'a');
    String shortest = example.replace("*", "");
    if (input != null
        && input.match(folder + shortest).isEmpty()
        && input.match(folder + example.replace("*", "a")).isEmpty()) {
      refuse(
          DESTINATION,
          "expected a folder whose files "
              + dataset.key(Datasets.INPUT)
              + " matches, which is "
              + ShownValue.text(input.toString())
              + ", but found that it does not match "
              + ShownValue.text(folder + (shortest.isEmpty() ? "a" : shortest)));
    }
  }
}
