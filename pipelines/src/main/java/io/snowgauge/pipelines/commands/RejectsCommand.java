package io.snowgauge.pipelines.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowgauge.io.files.LandingFile;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.History;
import io.snowgauge.io.warehouse.control.RefusedLines;
import io.snowgauge.pipelines.config.types.Locations;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.launch.Composition.Reach;
import io.snowgauge.pipelines.report.ArchivedRejects;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.pipelines.report.ExitCode;
import io.snowgauge.pipelines.report.RejectsExport;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.text.Amount;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rejects}: refused lines. */
@Command(
    name = "rejects",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the refused lines that the warehouse keeps, with their reasons and their text.",
      "Of each file version those of its last try that are refused still; with --run, those that"
          + " this run refused."
    })
final class RejectsCommand extends ConfiguredCommand {
  /** Whose lines. */
  static final class Which {
    @Option(names = "--run", paramLabel = "ID", description = "Those that this run refused.")
    private @Nullable String runId;

    @Option(
        names = "--file",
        paramLabel = "URI",
        description = "Those of this file, a URI or a path; it need not exist any more.")
    private @Nullable String file;

    private RefusedLines.Asked asked() {
      return runId != null
          ? new RefusedLines.OfRun(runId)
          : file != null
              ? new RefusedLines.OfFile(Locations.ledgerUri(file))
              : new RefusedLines.OfAll();
    }

    @Override
    public String toString() {
      return runId != null
          ? "run '" + Display.text(runId) + "'"
          : "file " + (file == null ? "" : Display.uri(Locations.ledgerUri(file)));
    }
  }

  @ArgGroup(multiplicity = "0..1")
  private Which which = new Which();

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Only of this dataset; repeatable (default: all).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--format",
      defaultValue = "text",
      description =
          "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). raw is the lines alone, below"
              + " the header of their file, and needs --out.")
  private RejectsExport.Format format = RejectsExport.Format.TEXT;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "A new file for them, exactly as they are (default: standard output).")
  private @Nullable Path file;

  @Override
  public Integer call() throws SQLException, IOException {
    if (file == null && format == RejectsExport.Format.RAW) {
      throw refused("--format raw: expected --out FILE beside it");
    }
    if (file != null && Files.exists(file)) {
      throw refused("--out: expected no file but found one at " + file);
    }
    Composition loaded = load(format == RejectsExport.Format.RAW ? Reach.FILES : Reach.WAREHOUSE);
    List<String> datasets = loaded.datasets(names).stream().map(Dataset::name).toList();
    return file == null ? show(loaded, datasets, out(), false) : write(loaded, datasets, file);
  }

  private int write(Composition loaded, List<String> datasets, Path path)
      throws SQLException, IOException {
    try (LandingFile landing = LandingFile.begin(path)) {
      Writer writer = new BufferedWriter(new OutputStreamWriter(landing.output(), UTF_8));
      int code = show(loaded, datasets, writer, true);
      writer.flush();
      if (code == ExitCode.SUCCESS) {
        landing.commit();
      }
      return code;
    }
  }

  private int show(Composition loaded, List<String> datasets, Writer writer, boolean isExact)
      throws SQLException, IOException {
    Warehouse warehouse = loaded.warehouse();
    RejectsExport export =
        new RejectsExport(format, writer, isExact, new ArchivedRejects(loaded.areas()));
    boolean isKnown =
        new History(warehouse)
            .read((connection, isAlone) -> isWritten(warehouse, connection, datasets, export))
            .orElse(which.asked() instanceof RefusedLines.OfAll);
    if (!isKnown) {
      err().println("snowgauge: no " + which + " in the ledger");
      return ExitCode.USAGE;
    }
    export.end();
    if (!quiet) {
      showSummary(export);
    }
    return ExitCode.SUCCESS;
  }

  private void showSummary(RejectsExport export) {
    err().println(export.summary());
    if (export.unarchived() > 0) {
      err()
          .println(
              "warning: the archive does not have the lines of "
                  + Amount.of(export.unarchived(), "file version")
                  + ": these are those that the warehouse keeps, without their header");
    }
    if (export.cut() > 0) {
      err()
          .println(
              "warning: %,d of them are kept up to %,d characters, and may go on in their files"
                  .formatted(export.cut(), Reject.RAW_CHARACTERS));
    }
  }

  private boolean isWritten(
      Warehouse warehouse, Connection connection, List<String> datasets, RejectsExport export)
      throws SQLException {
    RefusedLines lines = new RefusedLines(warehouse);
    try {
      return lines.each(connection, which.asked(), datasets, export::write) > 0
          || which.asked() instanceof RefusedLines.OfAll
          || lines.isKnown(connection, which.asked());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
