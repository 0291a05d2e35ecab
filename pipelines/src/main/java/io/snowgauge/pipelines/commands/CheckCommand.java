package io.snowgauge.pipelines.commands;

import io.snowgauge.io.files.FileListing;
import io.snowgauge.io.files.FolderAccess;
import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.io.warehouse.Finding.Verdict;
import io.snowgauge.io.warehouse.publish.WarehouseCheck;
import io.snowgauge.pipelines.batch.FailureMessage;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.Extraction;
import io.snowgauge.pipelines.extract.ExtractCheck;
import io.snowgauge.pipelines.stream.NotificationsCheck;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code check}: whether everything that runs need is there, changing nothing. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Validates the configuration and reaches every system it names, one line each, without"
          + " changing anything.",
      "Lines start with 'ok', with 'FAIL' (the exit code is 1), or with '?' for what could not be"
          + " found out."
    })
final class CheckCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private ConfigurationOptions configurationOptions = new ConfigurationOptions();

  private boolean failed;

  @Override
  public Integer call() {
    CommandLine command = Objects.requireNonNull(spec).commandLine();
    PrintWriter out = command.getOut();
    Configuration configuration = configurationOptions.loadForEverything(command.getErr());
    List<Dataset> datasets = configuration.datasets();
    show(Finding.ok("configuration", counted(datasets.size(), "dataset")), out);
    new WarehouseCheck(configuration.warehouse(), datasets)
        .findings()
        .forEach(finding -> show(finding, out));
    for (Dataset dataset : datasets) {
      show(input(dataset, configuration.extractions()), out);
    }
    show(folder("archive", configuration.archive()), out);
    show(folder("staging", configuration.staging()), out);
    if (configuration.streaming().isConfigured()) {
      List<String> arguments = configurationOptions.forQueues(configuration, false);
      show(NotificationsCheck.finding(configuration.streaming().subscription(), arguments), out);
    }
    for (Extraction extraction : configuration.extractions()) {
      show(ExtractCheck.finding(extraction), out);
      show(folder("extract." + extraction.name() + ".destination", root(extraction)), out);
    }
    return failed ? ExitCode.FAILED : ExitCode.SUCCESS;
  }

  /** What of a destination is there whatever is extracted. */
  private static String root(Extraction extraction) {
    String literal = extraction.destination().replaceFirst("[{].*", "");
    return literal.substring(0, literal.lastIndexOf('/') + 1);
  }

  private void show(Finding finding, PrintWriter out) {
    failed |= finding.verdict() == Verdict.FAILED;
    String verdict =
        switch (finding.verdict()) {
          case OK -> "ok  ";
          case FAILED -> "FAIL";
          case UNKNOWN -> "?   ";
        };
    out.println(Display.line("%s %s: %s".formatted(verdict, finding.subject(), finding.message())));
    out.flush();
  }

  private static Finding input(Dataset dataset, List<Extraction> extractions) {
    String subject = "datasets." + dataset.name() + ".input";
    String rootUri = dataset.input().root();
    String extracted =
        extractions.stream()
            .filter(extraction -> extraction.dataset().name().equals(dataset.name()))
            .map(extraction -> "extract." + extraction.name())
            .findFirst()
            .orElse(null);
    if (extracted != null
        && Storage.isLocal(rootUri)
        && !Files.exists(Storage.localPath(rootUri), LinkOption.NOFOLLOW_LINKS)) {
      return Finding.ok(
          subject, Storage.localPath(rootUri) + " will be there once " + extracted + " is done");
    }
    if (Storage.isLocal(rootUri) && !Files.isDirectory(Storage.localPath(rootUri))) {
      Path root = Storage.localPath(rootUri);
      return Finding.failed(
          subject, "expected the folder " + root + " but found " + whatIsAt(root));
    }
    try {
      List<SourceFile> listed = FileListing.of(dataset.input());
      for (SourceFile file : listed) {
        if (Storage.isLocal(file.uri())) {
          Path folder = Storage.localPath(file.uri());
          if (Files.isDirectory(folder) && !Files.isReadable(folder)) {
            return Finding.failed(
                subject, "expected a readable folder but listing it is not permitted: " + folder);
          }
        }
      }
      int files = listed.size();
      String input = Display.uri(dataset.input().toString());
      return Finding.ok(subject, files == 0 ? "no file matches " + input : matches(files) + input);
    } catch (IOException e) {
      return Finding.failed(subject, "cannot be listed: " + FailureMessage.of(e));
    }
  }

  private static String whatIsAt(Path path) {
    return Files.exists(path) ? "a file" : "nothing there";
  }

  private static String matches(int files) {
    return counted(files, "file") + (files == 1 ? " matches " : " match ");
  }

  private static Finding folder(String subject, String uri) {
    if (!Storage.isLocal(uri)) {
      return store(subject, uri);
    }
    Path folder = Storage.localPath(uri);
    String why = FolderAccess.whyNotWritable(folder);
    return why == null
        ? Finding.ok(
            subject, folder + (Files.exists(folder) ? " can be written" : " can be created"))
        : Finding.failed(subject, why);
  }

  /** Whether an object can be written shows only when one is. */
  private static Finding store(String subject, String uri) {
    try {
      Storage.store(uri).reach(uri);
      return Finding.ok(subject, Display.uri(uri) + " can be listed; writing is not tried");
    } catch (IOException e) {
      return Finding.failed(subject, FailureMessage.of(e));
    }
  }

  private static String counted(int count, String thing) {
    return "%,d %s%s".formatted(count, thing, count == 1 ? "" : "s");
  }
}
