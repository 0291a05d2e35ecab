package io.snowgauge.pipelines.commands;

import io.snowgauge.io.notifications.NotificationSource;
import io.snowgauge.io.notifications.NotificationsUnreachableException;
import io.snowgauge.io.notifications.Subscription;
import io.snowgauge.pipelines.alerts.Alerting;
import io.snowgauge.pipelines.alerts.StreamAlerts;
import io.snowgauge.pipelines.config.Streaming;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import io.snowgauge.pipelines.launch.BeamArguments;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.launch.Composition.Reach;
import io.snowgauge.pipelines.launch.Interruption;
import io.snowgauge.pipelines.lineage.StreamLineage;
import io.snowgauge.pipelines.monitoring.Health;
import io.snowgauge.pipelines.monitoring.HealthServer;
import io.snowgauge.pipelines.proof.StreamAnchors;
import io.snowgauge.pipelines.report.ExitCode;
import io.snowgauge.pipelines.stream.StreamRun;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Outage;
import java.io.IOException;
import java.net.BindException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code stream}: loads files as notifications tell of them, until it is cancelled. */
@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    description = {
      "Loads files as notifications tell of them, until it is cancelled; lists the inputs at its"
          + " start and at intervals, for what notifications have lost.",
      "Its runs are named ID-HASH, with 'stream' for ID unless --run-id gives another; streams that"
          + " run at the same time into one warehouse need different ones.",
      "Options that are not listed here are Beam's, such as --runner or --parallelism."
    })
final class StreamCommand extends GraphCommand {
  @Mixin private RunIdOption runIds = new RunIdOption(20);

  @Override
  public Integer call()
      throws IOException, SQLException, NotificationsUnreachableException, InterruptedException {
    BeamArguments beam = beamArguments();
    runIds.check(this);
    Composition loaded = load(Reach.NOTIFICATIONS);
    List<Dataset> datasets = datasets(loaded);
    Streaming configured = loaded.configuration().streaming();
    if (!configured.isConfigured()) {
      throw new InvalidConfigurationException(
          List.of(
              "notifications.type: expected eventHubs, kafka, sqs, azureQueue or files, for"
                  + " 'stream' to hear of"
                  + " files, but found nothing"));
    }
    List<String> forQueues = loaded.forQueues(beam.meanFlink());
    PipelineOptions options =
        accepted(() -> loaded.beam(beam, 1).createStreaming(forQueues, "snowgauge-" + id()));
    if (!beam.nameACluster()) {
      loaded.requireWritable(Map.of("deadLetters", configured.deadLetters()));
    }
    StreamRun run = new StreamRun(loaded.warehouse(), loaded.areas(), id(), datasets);
    HealthServer health = health(configured, options);
    boolean isHere = options.getRunner().equals(DirectRunner.class);
    StreamAlerts alerts = StreamAlerts.start(loaded.configuration(), id(), datasets, isHere, err());
    StreamAnchors anchors = StreamAnchors.start(loaded.configuration(), err());
    run.whenEnded(anchors::close);
    StreamLineage lineage = StreamLineage.of(loaded.configuration(), id(), datasets, err());
    if (lineage != null) {
      run.whenReady(lineage::begin);
      run.whenEnded(lineage::close);
    }
    boolean isWell = false;
    try {
      execute(run, configured, options, beam);
      isWell = true;
    } catch (IOException | SQLException | NotificationsUnreachableException | RuntimeException e) {
      Alerting.afterwards(
          loaded.configuration(), StreamAlerts.COMMAND, Alerting.End.COULD_NOT_WORK, err());
      throw e;
    } finally {
      alerts.close();
      anchors.close();
      end(lineage, beam, isWell);
      if (health != null) {
        health.close();
      }
    }
    return ExitCode.SUCCESS;
  }

  /** One that ended for whatever reason it was not asked to has failed. */
  private static void end(@Nullable StreamLineage lineage, BeamArguments beam, boolean isWell) {
    if (lineage == null) {
      return;
    }
    if (!isWell) {
      lineage.fail();
    } else if (beam.areDetached()) {
      lineage.leave();
    } else {
      lineage.close();
    }
  }

  private String id() {
    return runIds.or("stream");
  }

  /** Answers probes from here on, before anything is reached; null where nobody asks. */
  private @Nullable HealthServer health(Streaming configured, PipelineOptions options)
      throws IOException {
    OptionalInt port = configured.port();
    if (port.isEmpty()) {
      return null;
    }
    if (!options.getRunner().equals(DirectRunner.class)) {
      err().println("monitoring.port: not used, for the cluster tells of the health of its jobs");
      return null;
    }
    try {
      HealthServer server =
          HealthServer.start(port.getAsInt(), Health.ofThisProcess(), configured.stalled());
      out().printf("Health is told on port %d: /live, /ready, /metrics%n", server.port());
      out().flush();
      return server;
    } catch (BindException e) {
      throw new InvalidConfigurationException(
          List.of(
              "monitoring.port: expected a port that is free but found "
                  + port.getAsInt()
                  + " in use"));
    }
  }

  private void execute(
      StreamRun run, Streaming configured, PipelineOptions options, BeamArguments beam)
      throws IOException, SQLException, NotificationsUnreachableException, InterruptedException {
    Optional<Subscription> subscription = configured.subscription();
    String reached =
        subscription.isEmpty() ? "no notifications" : reached(subscription.get().source(), options);
    String interval = configured.listing().text();
    out().printf("Stream %s: %s; inputs are listed every %s%n", id(), reached, interval);
    out().flush();
    Health.ofThisProcess().reach(Health.Beginning.NOTIFICATIONS);
    Interruption interruption =
        Interruption.explained(
            err(),
            beam.nameACluster()
                ? "interrupted; the cluster goes on"
                : "stopped; what was published is complete, and the next start finds the rest");
    try {
      run.execute(options, configured, !beam.areDetached());
    } finally {
      interruption.over();
    }
    if (beam.areDetached()) {
      out().printf("The cluster goes on, with job '%s'%n", options.getJobName());
    }
  }

  /** What notifications are read from, once that is there: what is out is waited for. */
  private String reached(NotificationSource source, PipelineOptions options)
      throws NotificationsUnreachableException, InterruptedException {
    Outage outage = Outage.of("reaching the notifications");
    Interruption interruption =
        Interruption.explained(
            err(), "stopped before it began; the next start finds what there is to load");
    try {
      while (true) {
        try {
          String reached = source.reach(options);
          outage.end();
          return reached;
        } catch (NotificationsUnreachableException e) {
          if (!e.isOutage()) {
            throw e;
          }
          outage.await(e);
        }
        Health.ofThisProcess().move();
      }
    } finally {
      interruption.over();
    }
  }
}
