package io.snowgauge.pipelines.commands;

import io.snowgauge.io.notifications.NotificationSource;
import io.snowgauge.io.notifications.NotificationsUnreachableException;
import io.snowgauge.io.notifications.Subscription;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.InvalidConfigurationException;
import io.snowgauge.pipelines.config.Streaming;
import io.snowgauge.pipelines.monitoring.Health;
import io.snowgauge.pipelines.monitoring.HealthServer;
import io.snowgauge.pipelines.stream.StreamPipeline;
import io.snowgauge.pipelines.stream.StreamRun;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code stream}: loads files as notifications tell of them, until it is cancelled. */
@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    description = {
      "Loads files as notifications tell of them, until it is cancelled; lists the inputs at its"
          + " start and at intervals, for what notifications have lost.",
      "Options that are not listed here are Beam's, such as --runner or --parallelism."
    })
final class StreamCommand implements Callable<Integer> {
  private static final int LONGEST_ID = 80;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private ConfigurationOptions configurationOptions = new ConfigurationOptions();

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Only this dataset; repeatable (default: all).")
  private List<String> datasetNames = new ArrayList<>();

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      defaultValue = "stream",
      description = {
        "Names the stream; its runs are ID-HASH (default: ${DEFAULT-VALUE}).",
        "Streams that run at the same time into one warehouse need different ones."
      })
  private String id = "stream";

  @Unmatched private List<String> beamArguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException, SQLException, NotificationsUnreachableException {
    CommandSpec command = Objects.requireNonNull(spec);
    LoadOptions.checkArguments(beamArguments, command.commandLine());
    LoadOptions.checkRunId(id, LONGEST_ID, command.commandLine());
    Configuration configuration =
        configurationOptions.loadForNotifications(command.commandLine().getErr());
    List<Dataset> datasets = ConfigurationOptions.datasets(configuration, datasetNames);
    if (!configuration.streaming().isConfigured()) {
      throw new InvalidConfigurationException(
          List.of(
              "notifications.type: expected eventHubs, kafka, sqs or files, for 'stream' to hear of"
                  + " files, but found nothing"));
    }
    BeamOptions beam = new BeamOptions(configuration, 1);
    FlinkArguments flink = new FlinkArguments(beamArguments);
    List<String> arguments = new ArrayList<>(beamArguments);
    arguments.addAll(configurationOptions.forQueues(configuration, flink.areMeant()));
    PipelineOptions options =
        LoadOptions.checkedBeam(() -> beam.createStreaming(arguments), command.commandLine());
    if (!flink.nameACluster()) {
      ConfigurationOptions.requireWritable(
          configuration, Map.of("deadLetters", configuration.streaming().deadLetters()));
    }
    StreamRun run =
        new StreamRun(
            configuration.warehouse(), ConfigurationOptions.areas(configuration), id, datasets);
    NotificationSource source =
        configuration.streaming().subscription().map(Subscription::source).orElse(null);
    HealthServer health = health(configuration, options);
    try {
      execute(run, configuration, source, options);
    } finally {
      if (health != null) {
        health.close();
      }
    }
    return ExitCode.SUCCESS;
  }

  /** Answers probes from here on, before anything is reached; null where nobody asks. */
  private @Nullable HealthServer health(Configuration configuration, PipelineOptions options)
      throws IOException {
    OptionalInt port = configuration.streaming().port();
    if (port.isEmpty()) {
      return null;
    }
    CommandLine command = Objects.requireNonNull(spec).commandLine();
    if (!options.getRunner().equals(DirectRunner.class)) {
      command
          .getErr()
          .println("monitoring.port: not used, for the cluster tells of the health of its jobs");
      return null;
    }
    try {
      HealthServer server =
          HealthServer.start(
              port.getAsInt(), Health.ofThisProcess(), configuration.streaming().stalled());
      command.getOut().printf("Health is told on port %d: /live, /ready%n", server.port());
      command.getOut().flush();
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
      StreamRun run,
      Configuration configuration,
      @Nullable NotificationSource source,
      PipelineOptions options)
      throws IOException, SQLException, NotificationsUnreachableException {
    CommandLine command = Objects.requireNonNull(spec).commandLine();
    PrintWriter out = command.getOut();
    out.printf(
        "Stream %s: %s; inputs are listed every %s%n",
        id,
        source == null ? "no notifications" : source.reach(options),
        configuration.streaming().listing().text());
    out.flush();
    Health.ofThisProcess().reach(Health.Beginning.NOTIFICATIONS);
    FlinkArguments flink = new FlinkArguments(beamArguments);
    if (beamArguments.stream().noneMatch(given -> given.startsWith("--jobName="))) {
      options.setJobName("snowgauge-" + id);
    }
    Interruption interruption =
        Interruption.explainedOn(
            command.getErr(),
            flink.nameACluster()
                ? "interrupted; the cluster goes on"
                : "stopped; what was published is complete, and the next start finds the rest");
    try {
      run.execute(options, plan(run, configuration, source), !flink.areDetached());
    } finally {
      interruption.over();
    }
    if (flink.areDetached()) {
      out.printf("The cluster goes on, with job '%s'%n", options.getJobName());
    }
  }

  private static StreamPipeline.Plan plan(
      StreamRun run, Configuration configuration, @Nullable NotificationSource source) {
    Streaming streaming = configuration.streaming();
    return new StreamPipeline.Plan(
        source,
        run.publishers(),
        streaming.listing().duration(),
        streaming.batch().interval(),
        streaming.batch().bytes(),
        streaming.deadLetters(),
        streaming.port().isPresent());
  }
}
