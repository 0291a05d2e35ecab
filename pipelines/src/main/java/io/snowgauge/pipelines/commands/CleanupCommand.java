package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.control.History;
import io.snowgauge.pipelines.alerts.Alerting;
import io.snowgauge.pipelines.cleanup.Cleanup;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.launch.Composition.Reach;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.pipelines.report.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cleanup}: removes what is in the way. */
@Command(
    name = "cleanup",
    mixinStandardHelpOptions = true,
    description = {
      "Removes what runs that died have left, and marks them as ABANDONED; a later run loads their"
          + " files. Never touches a run that is alive.",
      "Also removes what 'retention' keeps no longer."
    })
final class CleanupCommand extends ConfiguredCommand {
  @Option(names = "--dry-run", description = "Lists what would be removed; changes nothing.")
  private boolean dryRun;

  private boolean anything;

  @Override
  public Integer call() throws SQLException, IOException {
    Composition loaded = load(Reach.FILES);
    Configuration configuration = loaded.configuration();
    History history = new History(loaded.warehouse());
    boolean areAllRemoved =
        dryRun
            ? history
                .<Boolean, IOException>look(connection -> clean(loaded, connection))
                .orElse(true)
            : history
                .<Boolean, IOException>ask(connection -> clean(loaded, connection))
                .orElse(true);
    if (!anything) {
      out().println("There is nothing to clean up.");
    }
    if (!dryRun) {
      Alerting.afterwards(configuration, "cleanup", Alerting.End.LOOKED, err());
    }
    return areAllRemoved ? ExitCode.SUCCESS : ExitCode.FAILED;
  }

  private boolean clean(Composition loaded, Connection connection)
      throws IOException, SQLException {
    Cleanup cleanup =
        new Cleanup(loaded.configuration(), loaded.areas(), connection, Instant.now());
    try {
      if (!dryRun) {
        return cleanup.run(this::show);
      }
      cleanup.list(this::show);
      return true;
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  private void show(String line) {
    anything = true;
    out().println(Display.line(line));
    out().flush();
  }
}
