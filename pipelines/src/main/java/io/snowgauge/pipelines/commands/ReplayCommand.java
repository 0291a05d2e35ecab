package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.FileStatus;
import io.snowgauge.io.warehouse.control.History;
import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.RefusingVersions;
import io.snowgauge.io.warehouse.control.RefusingVersions.Version;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import io.snowgauge.pipelines.config.types.Locations;
import io.snowgauge.pipelines.launch.BeamArguments;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.launch.Composition.Reach;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.pipelines.report.ExitCode;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay}: loads corrected lines into the account of the version that refused them. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Loads a file of corrected lines into the account of the file version that they were refused"
          + " in; 'rejects --format raw' writes them to be corrected.",
      "Lines of it that are still bad stay refused. The same file replayed again adds nothing.",
      "Options that are not listed here are Beam's, such as --runner or --targetParallelism."
    })
final class ReplayCommand extends BatchCommand {
  @Parameters(
      paramLabel = "FILE",
      description =
          "The corrected lines, with the header if the dataset's files have one: a path or a URI"
              + " that is none of the dataset's input.")
  private @Nullable String file;

  @Option(
      names = "--file",
      paramLabel = "URI|FILE_ID",
      description =
          "The version that refused them, by its URI, path or id (default: the only one of the"
              + " dataset of which lines are refused still).")
  private @Nullable String original;

  @Mixin private RunIdOption runId = new RunIdOption();

  @Override
  public Integer call() throws IOException, SQLException {
    BeamArguments beam = beamArguments();
    runId.check(this);
    String uri = uri(Objects.requireNonNull(file), "FILE");
    Composition loaded = load(Storage.isLocal(uri) ? Reach.FILES : Reach.OBJECTS);
    Dataset dataset = dataset(loaded);
    Dataset corrected =
        dataset
            .ofCorrectedLines()
            .orElseThrow(
                () ->
                    unfit(
                        "--dataset: expected a format whose lines stand for themselves but found"
                            + " that of "
                            + dataset.name()
                            + ", in which a line means something by its section: correct the file"
                            + " itself, and 'run' loads it as a new version"));
    refuseInput(dataset, uri);
    SourceFile found =
        Storage.find(uri, Map.of())
            .orElseThrow(
                () -> refused("FILE: expected a file but found none at " + Display.uri(uri)));
    Warehouse warehouse = loaded.warehouse();
    Optional<String> before =
        ask(
            warehouse,
            connection ->
                new RefusingVersions(warehouse)
                    .replayedBy(connection, dataset.name(), found.fileId()));
    if (before.isPresent()) {
      out()
          .printf(
              "%s: nothing new, run %s has replayed %s%n",
              dataset.name(), Display.text(before.get()), Display.uri(uri));
      return ExitCode.SUCCESS;
    }
    Version version = ask(warehouse, connection -> version(warehouse, connection, dataset));
    return replay(loaded, beam, corrected, found, version);
  }

  private int replay(
      Composition loaded, BeamArguments beam, Dataset dataset, SourceFile found, Version version)
      throws IOException, SQLException {
    Run named = runId.newRun(Mode.REPLAY, null, false);
    Run run =
        new Run(
            named.id(),
            named.executionDate(),
            named.mode(),
            named.startedAt(),
            false,
            version.stageId());
    SourceFile lines =
        new SourceFile(
            found.uri(),
            found.etag(),
            found.sizeBytes(),
            found.lastModified(),
            captures(dataset, version));
    int code =
        load(
            loaded,
            beam,
            run,
            List.of(dataset),
            of -> List.of(lines),
            new Asked(false, true, false));
    if (!quiet && !beam.nameACluster()) {
      showBalance(loaded.warehouse(), dataset, version);
    }
    return code;
  }

  /** What the path of the version says, the rows of its lines say, too. */
  private Map<String, String> captures(Dataset dataset, Version version) {
    Optional<Map<String, String>> captures = dataset.input().match(version.uri());
    if (captures.isEmpty() && !dataset.captureColumns().isEmpty()) {
      throw unfit(
          "--file: expected a file that the input of "
              + dataset.name()
              + " matches, whose path says values of its rows, but found "
              + Display.uri(version.uri()));
    }
    return captures.orElse(Map.of());
  }

  private void showBalance(Warehouse warehouse, Dataset dataset, Version version)
      throws SQLException {
    List<Version> now =
        ask(
            warehouse,
            connection ->
                new RefusingVersions(warehouse).of(connection, dataset.name(), version.fileId()));
    for (Version one : now) {
      out()
          .printf(
              "%n%s: source %,d = accepted %,d + replayed %,d + rejected %,d%n",
              Display.uri(one.uri()),
              one.source(),
              one.accepted() - one.replayed(),
              one.replayed(),
              one.rejected());
    }
  }

  private String uri(String given, String what) {
    try {
      return Locations.fileUri(given);
    } catch (IllegalArgumentException e) {
      throw refused(what + ": " + Display.text(String.valueOf(e.getMessage())));
    }
  }

  private Dataset dataset(Composition loaded) {
    List<Dataset> asked = datasets(loaded);
    if (asked.size() != 1) {
      throw refused(
          "--dataset: expected one of "
              + String.join(", ", asked.stream().map(Dataset::name).toList()));
    }
    return asked.get(0);
  }

  private void refuseInput(Dataset dataset, String uri) {
    if (dataset.input().match(uri).isPresent()) {
      throw unfit(
          "FILE: expected a file that is none of "
              + dataset.name()
              + "'s own, which 'run' would load as a version of its own, but "
              + dataset.input()
              + " matches "
              + Display.uri(uri)
              + "; put it elsewhere");
    }
  }

  private <T> T ask(Warehouse warehouse, History.Question<T, SQLException> question)
      throws SQLException {
    return new History(warehouse)
        .ask(question)
        .orElseThrow(() -> unfit("--file: no version of any file is in the ledger"));
  }

  /** A complaint that the usage of the command does not help with. */
  private static InvalidConfigurationException unfit(String message) {
    return new InvalidConfigurationException(List.of(message));
  }

  /** The version that takes the lines; refuses where there is none, or more than one. */
  private Version version(Warehouse warehouse, Connection connection, Dataset dataset)
      throws SQLException {
    RefusingVersions versions = new RefusingVersions(warehouse);
    if (original == null) {
      return only(versions.open(connection, dataset.name()), dataset);
    }
    String asked = isId(original) ? original : uri(original, "--file");
    List<Version> found = versions.of(connection, dataset.name(), asked);
    if (found.isEmpty()) {
      List<String> others = versions.datasetsOf(connection, asked);
      throw unfit(
          "--file: expected a file that "
              + dataset.name()
              + " has loaded but the ledger has no "
              + Display.uri(asked)
              + " of it"
              + (others.isEmpty() ? "" : ", only of " + String.join(", ", others)));
    }
    List<Version> open =
        found.stream()
            .filter(one -> one.status() == FileStatus.PUBLISHED && one.rejected() > 0)
            .toList();
    if (open.isEmpty()) {
      throw unfit("--file: " + whyNot(found.get(found.size() - 1)));
    }
    return only(open, dataset);
  }

  private static boolean isId(String text) {
    return text.matches("[0-9a-f]{32}");
  }

  private Version only(List<Version> open, Dataset dataset) {
    if (open.isEmpty()) {
      throw unfit(
          "--file: expected a version of which lines are refused still but "
              + dataset.name()
              + " has none that is in");
    }
    if (open.size() > 1) {
      throw unfit(
          "--file: expected one of the versions of which lines are refused still but found "
              + open.size()
              + ", such as "
              + String.join(
                  ", ",
                  open.stream()
                      .limit(3)
                      .map(one -> one.fileId() + " (" + Display.uri(one.uri()) + ")")
                      .toList()));
    }
    Version version = open.get(0);
    if (version.stageId() == null) {
      throw unfit(
          "--file: expected a version that this program has loaded but an earlier one has loaded "
              + Display.uri(version.uri())
              + "; load it again with 'run --force'");
    }
    return version;
  }

  private static String whyNot(Version version) {
    String found =
        "expected a version that is in, of which lines are refused still, but "
            + Display.uri(version.uri());
    return switch (version.status()) {
      case PUBLISHED -> found + " has none any more";
      case FAILED ->
          found + " FAILED, so nothing of it is in: correct the file itself and run again";
      case REPLACED, SUPERSEDED ->
          found + " is " + version.status() + ": a newer version of the file is in";
      case RETRACTED -> found + " is RETRACTED: its rows were taken out; run again to load it";
      case EXTRACTED, REPLAYED -> found + " is " + version.status();
    };
  }
}
