package io.snowgauge.pipelines.config;

import io.snowgauge.transforms.files.InputPattern;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An extraction names its pods in one way, and puts files where its dataset looks for them. */
final class ExtractRules {
  private static final String EXAMPLE_DATE = "2026-01-31";

  private final Values values;
  private final Problems problems;
  private final String name;

  private ExtractRules(Values values, Problems problems, String name) {
    this.values = values;
    this.problems = problems;
    this.name = name;
  }

  static void check(Values values, Dictionary given, Problems problems) {
    for (String name : values.extractions()) {
      ExtractRules rules = new ExtractRules(values, problems, name);
      rules.checkPods(given);
      rules.checkPaths();
      rules.checkDestination();
    }
  }

  private void checkPods(Dictionary given) {
    String pods = ExtractSettings.PODS.key(name);
    String pod = ExtractSettings.POD.key(name);
    boolean both = given.get(pods) != null && given.get(pod) != null;
    boolean neither = given.get(pods) == null && given.get(pod) == null;
    if (both || neither) {
      problems.error(
          pods
              + ": expected either a label selector here or the name of one pod in "
              + pod
              + " but found "
              + (both ? "both" : "neither"));
    }
  }

  private void checkPaths() {
    List<String> paths =
        Objects.requireNonNullElse(values.find(ExtractSettings.PATHS, name), List.of());
    for (String path : paths) {
      String expected = wrong(path);
      if (expected != null) {
        problems.error(
            ExtractSettings.PATHS.key(name)
                + ": expected "
                + expected
                + " but found "
                + ShownValue.text(path));
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
    String key = ExtractSettings.DATASET.key(name);
    String dataset = values.find(ExtractSettings.DATASET, name);
    String destination = values.find(ExtractSettings.DESTINATION, name);
    String namespace = values.find(ExtractSettings.NAMESPACE, name);
    List<String> paths = values.find(ExtractSettings.PATHS, name);
    if (destination != null
        && !destination.contains("{pod}")
        && values.find(ExtractSettings.PODS, name) != null) {
      problems.error(
          ExtractSettings.DESTINATION.key(name)
              + ": expected {pod} in it, as "
              + ExtractSettings.PODS.key(name)
              + " may match several whose files have equal names, but found "
              + ShownValue.text(destination));
    }
    if (dataset != null && !values.datasets().contains(dataset)) {
      problems.error(
          key
              + ": expected one of "
              + String.join(", ", values.datasets())
              + " but found "
              + ShownValue.text(dataset));
      return;
    }
    if (dataset == null || destination == null || namespace == null || paths == null) {
      return;
    }
    InputPattern input = values.find(DatasetSettings.INPUT, dataset);
    if (input == null) {
      return;
    }
    String container =
        Objects.requireNonNullElse(values.find(ExtractSettings.CONTAINER, name), "main");
    String pod = Objects.requireNonNullElse(values.find(ExtractSettings.POD, name), "pod-0");
    String folder = Extraction.folderUri(destination, EXAMPLE_DATE, namespace, pod, container);
    for (String path : paths) {
      checkDestination(input, folder, path.substring(path.lastIndexOf('/') + 1), dataset);
    }
  }

  /** Of a glob nobody knows what it will match; what it stands for at its shortest has to do. */
  private void checkDestination(InputPattern input, String folder, String file, String dataset) {
    String example = file.replaceAll("\\[[^]]*]", "a").replace('?', 'a');
    String shortest = example.replace("*", "");
    boolean isMatched =
        input.match(folder + shortest).isPresent()
            || input.match(folder + example.replace("*", "a")).isPresent();
    if (!isMatched) {
      problems.error(
          ExtractSettings.DESTINATION.key(name)
              + ": expected a folder whose files "
              + DatasetSettings.INPUT.key(dataset)
              + " matches, which is "
              + ShownValue.text(input.toString())
              + ", but found that it does not match "
              + ShownValue.text(folder + (shortest.isEmpty() ? "a" : shortest)));
    }
  }
}
