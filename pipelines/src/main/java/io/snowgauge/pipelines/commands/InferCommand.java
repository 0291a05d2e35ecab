package io.snowgauge.pipelines.commands;

import io.snowgauge.pipelines.config.types.Locations;
import io.snowgauge.pipelines.infer.Inference;
import io.snowgauge.pipelines.infer.UnfitFileException;
import io.snowgauge.pipelines.launch.Composition.Reach;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.pipelines.report.ExitCode;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code infer}: a configuration for files that nobody has described yet. */
@Command(
    name = "infer",
    mixinStandardHelpOptions = true,
    description = {
      "Guesses a configuration from samples of files; loads nothing.",
      "The configuration goes to standard output, the reason of each guess to standard error.",
      "Files in object storage are reached by --config if there is one, by Beam's options or by"
          + " the environment."
    })
final class InferCommand extends ConfiguredCommand {
  private static final String NAME = "[A-Za-z][A-Za-z0-9_-]{0,63}";

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files, paths or URIs.")
  private @Nullable List<String> files;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "What to call the dataset (default: made of the first file's name).")
  private @Nullable String datasetName;

  @Override
  public Integer call() throws IOException {
    List<String> uris = new ArrayList<>();
    for (String file : Objects.requireNonNull(files)) {
      uris.add(uri(file));
    }
    if (uris.stream().anyMatch(uri -> !Storage.isLocal(uri))) {
      loadOrDefaults(Reach.OBJECTS);
    }
    for (String uri : uris) {
      if (Storage.find(uri, Map.of()).isEmpty()) {
        throw refused("FILE: expected a file but found none at " + Display.uri(uri));
      }
    }
    Inference inference;
    try {
      inference = Inference.of(uris, name(uris.get(0)));
    } catch (UnfitFileException e) {
      err().println("FAILED " + Display.text(String.valueOf(e.getMessage())));
      return ExitCode.FILES_FAILED;
    }
    inference.evidence().lines().forEach(line -> err().println(Display.text(line)));
    out().println(inference.text());
    out().flush();
    return ExitCode.SUCCESS;
  }

  private String uri(String file) {
    try {
      return Locations.fileUri(file);
    } catch (IllegalArgumentException e) {
      throw refused("FILE: " + Display.text(String.valueOf(e.getMessage())));
    }
  }

  private String name(String uri) {
    if (datasetName != null) {
      if (!datasetName.matches(NAME)) {
        throw refused(
            "--dataset: expected a letter, then at most 63 letters, digits, '_' or '-' but found '"
                + Display.text(datasetName)
                + "'");
      }
      return datasetName;
    }
    String file = uri.substring(uri.lastIndexOf('/') + 1);
    String name =
        file.replaceAll("\\.[A-Za-z0-9.]*$", "")
            .replaceAll("[^A-Za-z]*[0-9][0-9-]*.*$", "")
            .replaceAll("[^A-Za-z0-9_]+", "_")
            .replaceAll("^[^A-Za-z]+|_+$", "");
    return name.matches(NAME) ? name.toLowerCase(Locale.ROOT) : "data";
  }
}
