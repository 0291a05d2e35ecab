package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.pipelines.launch.BeamArguments;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.launch.Composition.Reach;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.pipelines.report.ExitCode;
import io.snowgauge.pipelines.stream.ClaimedBlob;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.notifications.BlobEvent;
import io.snowgauge.transforms.notifications.NotificationParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
final class EventCommand extends LoadCommand {
  @Option(
      names = "--event",
      required = true,
      paramLabel = "FILE|-|JSON",
      description = {
        "The notification: a file, '-' for standard input, or the JSON itself or base64 of it.",
        "A workflow hands it over as a file: arguments have a limit, and may be named like files."
      })
  private String event = "";

  @Mixin private RunIdOption runId = new RunIdOption();

  @Override
  public Integer call() throws IOException, SQLException {
    BeamArguments beam = beamArguments();
    runId.check(this);
    Composition loaded = load(Reach.FILES);
    List<Dataset> asked = datasets(loaded);
    List<ClaimedBlob> claims = claims(NotificationParser.parse(notification()), asked);
    if (claims.isEmpty()) {
      return failOnEmpty ? ExitCode.FILES_FAILED : ExitCode.SUCCESS;
    }
    List<Dataset> claiming = claims.stream().map(ClaimedBlob::dataset).distinct().toList();
    return load(
        loaded, beam, runId.newRun(Mode.EVENT, null, force), claiming, ClaimedBlob.files(claims));
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
      throw refused(
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

  private List<ClaimedBlob> claims(List<BlobEvent> events, List<Dataset> datasets) {
    List<ClaimedBlob> claims = new ArrayList<>();
    for (BlobEvent told : events) {
      if (told instanceof BlobEvent.Unreadable why) {
        throw refused("--event: " + Display.text(why.reason()));
      } else if (told instanceof BlobEvent.Ignored ignored) {
        out().println("Nothing to load: " + Display.text(ignored.reason()));
      } else if (told instanceof BlobEvent.Created created) {
        List<ClaimedBlob> ofBlob = ClaimedBlob.of(created, datasets);
        if (ofBlob.isEmpty()) {
          out().println("Nothing to load: no dataset claims " + Display.text(created.uri()));
        }
        claims.addAll(ofBlob);
      }
    }
    return claims;
  }
}
