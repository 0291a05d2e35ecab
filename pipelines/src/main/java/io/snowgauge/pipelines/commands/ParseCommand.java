package io.snowgauge.pipelines.commands;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.snowgauge.pipelines.config.types.Locations;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.launch.Composition.Reach;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.pipelines.report.ExitCode;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.staging.ArchiveCompression;
import io.snowgauge.transforms.staging.FilePreview;
import io.snowgauge.transforms.staging.IncludedFiles;
import io.snowgauge.transforms.staging.StagedFile;
import io.snowgauge.transforms.staging.StagingArea;
import io.snowgauge.transforms.text.Amount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parse}: what a run would make of one file. */
@Command(
    name = "parse",
    mixinStandardHelpOptions = true,
    description = {
      "Shows a file's records, rejects and counts; loads nothing.",
      "Records go to standard output as NDJSON, the rest to standard error."
    })
final class ParseCommand extends ConfiguredCommand {
  @Parameters(paramLabel = "FILE", description = "The file, a path or a URI.")
  private @Nullable String file;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "The dataset that the file is read as (default: the only one).")
  private @Nullable String datasetName;

  @Override
  public Integer call() throws IOException {
    String uri = uri();
    Composition loaded = load(Storage.isLocal(uri) ? Reach.WAREHOUSE : Reach.OBJECTS);
    Dataset dataset = dataset(loaded);
    Map<String, String> captures = dataset.input().match(uri).orElse(Map.of());
    SourceFile found =
        Storage.find(uri, captures)
            .orElseThrow(() -> refused("expected a file but found none at " + Display.uri(uri)));
    SourceFile source = IncludedFiles.identified(dataset, found);
    Path folder = Files.createTempDirectory("snowgauge-parse");
    try {
      StagingArea area =
          new StagingArea(
              Storage.localUri(folder) + "/parts/",
              Storage.localUri(folder) + "/ndjson/",
              ArchiveCompression.NONE,
              loaded.configuration().maxDecompressedBytes(),
              Integer.MAX_VALUE);
      return show(FilePreview.of(dataset, source, area));
    } finally {
      Storage.deleteFolder(Storage.localUri(folder) + "/");
    }
  }

  private String uri() {
    try {
      return Locations.fileUri(Objects.requireNonNull(file));
    } catch (IllegalArgumentException e) {
      throw refused("FILE: " + Display.text(String.valueOf(e.getMessage())));
    }
  }

  private Dataset dataset(Composition loaded) {
    if (datasetName != null) {
      return loaded.datasets(List.of(datasetName)).get(0);
    }
    List<Dataset> all = loaded.datasets(List.of());
    if (all.size() > 1) {
      throw refused(
          "--dataset: expected one of "
              + String.join(", ", all.stream().map(Dataset::name).toList()));
    }
    return all.get(0);
  }

  private int show(StagedFile staged) throws IOException {
    for (String part : staged.ndjsonParts()) {
      try (InputStream records = Storage.open(part)) {
        records.transferTo(System.out);
      }
    }
    System.out.flush();
    if (staged.rejectPart() != null) {
      showRejects(Storage.localPath(staged.rejectPart()));
    }
    staged.messages().forEach(notice -> err().println("notice: " + Display.text(notice)));
    err()
        .printf(
            "source %,d  accepted %,d  rejected %,d (%s)%n",
            staged.source(),
            staged.accepted(),
            staged.rejected(),
            Amount.of(staged.rejectedLines(), "line"));
    if (staged.failure() != null) {
      err().println("FAILED: " + Display.text(staged.failure()));
      return ExitCode.FILES_FAILED;
    }
    return ExitCode.SUCCESS;
  }

  private void showRejects(Path part) throws IOException {
    try (CsvReader<CsvRecord> rejects = CsvReader.builder().ofCsvRecord(part)) {
      for (CsvRecord reject : rejects) {
        err()
            .printf(
                "rejected line %s, column %s: %s%n",
                reject.getField(1), reject.getField(2), Display.text(reject.getField(3)));
      }
    }
  }
}
