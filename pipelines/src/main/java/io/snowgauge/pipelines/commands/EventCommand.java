package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.pipelines.batch.BatchRun;
import io.snowgauge.pipelines.batch.FoundFiles;
import io.snowgauge.pipelines.batch.RunRequest;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.stream.ClaimedBlob;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.notifications.BlobEvent;
import io.snowgauge.transforms.notifications.NotificationParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code event}: loads what one notification names. */
@Command(
    name = "event",
    mixinStandardHelpOptions = true,
    description = {
      "Loads the files that one blob-created notification names, then exits: a workflow's step.",
      "Understands Event Grid (its schema and CloudEvents), S3 and EventBridge, as JSON or base64,"
          + " alone or in arrays, and within what SNS, an event source or a sensor of Argo Events"
          + " put around them."
    })
final class EventCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private ConfigurationOptions configurationOptions = new ConfigurationOptions();

  @Mixin private LoadOptions options = new LoadOptions();

  @Option(
      names = "--event",
      required = true,
      paramLabel = "FILE|-|JSON",
      description = {
        "The notification: a file, '-' for standard input, or the JSON itself or base64 of it.",
        "A workflow hands it over as a file: arguments have a limit, and may be named like files."
      })
  private String event = "";

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "Names the run; a retry under the same name goes on where it ended.")
  private @Nullable String runId;

  @Unmatched private List<String> beamArguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException, SQLException {
    CommandSpec command = Objects.requireNonNull(spec);
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    options.checkArguments(beamArguments);
    options.checkRunId(runId, LoadOptions.LONGEST_RUN_ID);
    Configuration configuration = configurationOptions.loadForFiles(err);
    List<Dataset> asked = ConfigurationOptions.datasets(configuration, options.datasets);
    List<ClaimedBlob> claims = claims(NotificationParser.parse(notification()), asked, out);
    if (claims.isEmpty()) {
      return options.failOnEmpty ? ExitCode.FILES_FAILED : ExitCode.SUCCESS;
    }
    BeamOptions beam = new BeamOptions(configuration, 1);
    options.checkBeam(beam, beamArguments);
    options.checkPlaces(configuration, beamArguments);
    List<Dataset> claiming = claims.stream().map(ClaimedBlob::dataset).distinct().toList();
    RunRequest request = new RunRequest(newRun(), claiming, options.retryFailed, beamArguments);
    BatchRun run =
        new BatchRun(
            configuration.warehouse(),
            ConfigurationOptions.areas(configuration),
            request,
            files(claims));
    return options.execute(run, request, beam, command.commandLine());
  }

  private Run newRun() {
    Instant now = Instant.now();
    return new Run(
        runId == null ? RunIds.next(now) : runId,
        LocalDate.ofInstant(now, ZoneOffset.UTC),
        "event",
        now,
        options.force);
  }

  private byte[] notification() throws IOException {
    if (isTheNotification(event)) {
      return event.getBytes(StandardCharsets.UTF_8);
    }
    // One byte more than is allowed is enough to refuse it.
    int most = NotificationParser.MAX_BYTES + 1;
    if (event.equals("-")) {
      return System.in.readNBytes(most);
    }
    try (InputStream in = Files.newInputStream(Path.of(event))) {
      return in.readNBytes(most);
    } catch (NoSuchFileException | InvalidPathException e) {
      throw options.refused(
          "--event: expected a file, '-', JSON or base64 of it but found no file '"
              + Display.text(event)
              + "'");
    }
  }

  /** JSON begins like no file's name, and its base64 is that of such a beginning. */
  private static boolean isTheNotification(String argument) {
    String text = argument.stripLeading();
    if (text.startsWith("{") || text.startsWith("[") || text.startsWith("\"")) {
      return true;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(text.strip());
      String json = new String(decoded, StandardCharsets.UTF_8).stripLeading();
      return json.startsWith("{") || json.startsWith("[") || json.startsWith("\"");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private List<ClaimedBlob> claims(
      List<BlobEvent> events, List<Dataset> datasets, PrintWriter out) {
    List<ClaimedBlob> claims = new ArrayList<>();
    for (BlobEvent told : events) {
      if (told instanceof BlobEvent.Unreadable why) {
        throw options.refused("--event: " + Display.text(why.reason()));
      } else if (told instanceof BlobEvent.Ignored ignored) {
        out.println("Nothing to load: " + Display.text(ignored.reason()));
      } else if (told instanceof BlobEvent.Created created) {
        List<ClaimedBlob> ofBlob = ClaimedBlob.of(created, datasets);
        if (ofBlob.isEmpty()) {
          out.println("Nothing to load: no dataset claims " + Display.text(created.uri()));
        }
        claims.addAll(ofBlob);
      }
    }
    return claims;
  }

  private static FoundFiles files(List<ClaimedBlob> claims) {
    return dataset -> {
      List<SourceFile> files = new ArrayList<>();
      for (ClaimedBlob claim : claims) {
        if (claim.dataset().equals(dataset)) {
          SourceFile version = claim.versionNow();
          if (files.stream().noneMatch(version::isSameVersion)) {
            files.add(version);
          }
        }
      }
      return files;
    };
  }
}
