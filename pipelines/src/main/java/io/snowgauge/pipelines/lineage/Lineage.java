package io.snowgauge.pipelines.lineage;

import io.snowgauge.io.lineage.LineageEvents;
import io.snowgauge.io.lineage.LineageQueue;
import io.snowgauge.io.lineage.LineageTarget;
import io.snowgauge.io.lineage.RunReference;
import io.snowgauge.io.warehouse.control.AlertLog;
import io.snowgauge.io.warehouse.control.History;
import io.snowgauge.pipelines.batch.RunObserver;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.report.Display;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who are configured of the runs of a command, while they go on. Whatever hinders it is
 * printed at the end and, unless the command was interrupted, recorded where alerts are; it changes
 * nothing of how the command ends.
 */
public final class Lineage {
  /** For what is left to be delivered when a command has done its work. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  /** The same when the command was asked to end. */
  private static final Duration LONGEST_OF_INTERRUPTED = Duration.ofSeconds(5);

  private static final String SUBJECT = "lineage";

  private final Configuration configuration;
  private final PrintWriter err;
  private final @Nullable LineageQueue queue;
  private final RunObserver observer;
  private boolean isOver;

  private Lineage(Configuration configuration, PrintWriter err, @Nullable LineageTarget target) {
    this.configuration = configuration;
    this.err = err;
    if (target == null) {
      this.queue = null;
      this.observer = RunObserver.NOBODY;
    } else {
      this.queue = new LineageQueue(target.sink(), unused -> {});
      this.observer =
          new RunLineage(
              configuration.warehouse(),
              events(configuration, target, warnings(err)),
              queue,
              warnings(err));
    }
  }

  /** Of a command; where nobody is configured it does nothing. */
  public static Lineage of(Configuration configuration, PrintWriter err) {
    return new Lineage(configuration, err, configuration.lineage().orElse(null));
  }

  /** The events of a process, whose environment may name the run that started it. */
  static LineageEvents events(
      Configuration configuration, LineageTarget target, Consumer<String> warnings) {
    return new LineageEvents(
        target.namespace(),
        configuration.warehouse(),
        version(),
        RunReference.parent(System.getenv(), warnings).orElse(null));
  }

  private static String version() {
    return Objects.requireNonNullElse(
        Lineage.class.getPackage().getImplementationVersion(), "unpackaged");
  }

  static Consumer<String> warnings(PrintWriter err) {
    return line -> {
      err.println("warning: " + SUBJECT + ": " + Display.line(line));
      err.flush();
    };
  }

  /** An event for a try of what takes them. */
  public static String test(Configuration configuration, LineageTarget target) {
    return events(configuration, target, unused -> {}).test(Instant.now());
  }

  /** Who has to be told of runs. */
  public RunObserver observer() {
    return observer;
  }

  /**
   * Waits a while for what is not delivered yet, and tells people of what is not to be. Only the
   * first end counts.
   */
  public void end() {
    undelivered(LONGEST).ifPresent(this::record);
  }

  /** The same for a process that is about to be ended, and has no time for the warehouse. */
  public void endInterrupted() {
    undelivered(LONGEST_OF_INTERRUPTED);
  }

  private synchronized Optional<String> undelivered(Duration longest) {
    Optional<String> undelivered = queue == null || isOver ? Optional.empty() : queue.end(longest);
    isOver = true;
    undelivered.ifPresent(warnings(err));
    return undelivered;
  }

  private void record(String undelivered) {
    try {
      new History(configuration.warehouse())
          .<Boolean, SQLException>ask(
              connection -> {
                new AlertLog(configuration.warehouse())
                    .add(
                        connection,
                        SUBJECT,
                        new AlertLog.Incident("lineage/UNDELIVERED", "LINEAGE", "*", null),
                        AlertLog.Event.UNDELIVERED,
                        "OpenLineage events of a command",
                        undelivered);
                return true;
              });
    } catch (SQLException | RuntimeException e) {
      // It was printed, and the warehouse that cannot be asked is told of by others.
    }
  }
}
