package io.snowgauge.io.lineage;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.InputDataset;
import io.openlineage.client.OpenLineage.Job;
import io.openlineage.client.OpenLineage.OutputDataset;
import io.openlineage.client.OpenLineage.ParentRunFacetRoot;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineage.RunFacetsBuilder;
import io.openlineage.client.OpenLineageClientUtils;
import io.snowgauge.io.lineage.RunReference.Parent;
import io.snowgauge.io.warehouse.Address;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Audit.FileRow;
import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events of runs as OpenLineage has them, JSON in one line. They hold names and numbers: nothing
 * that is in a file, and no message that may quote it. A run of a dataset has the same id whenever
 * and wherever it is told of, so that one which is retried under its id stays one run.
 */
public final class LineageEvents {
  /** How a run ended. */
  public enum End {
    COMPLETE,
    FAIL,
    ABORT
  }

  /**
   * How a run of a dataset ended, and what is known of it.
   *
   * @param at when it ended, which is before this is told
   * @param files what the ledger has of it; null where it could not be asked
   * @param epoch how far the target had come then; empty where it was not changed
   * @param why it failed, in names and numbers; null if it did not
   */
  public record Ending(
      End how,
      Instant at,
      @Nullable List<FileRow> files,
      OptionalLong epoch,
      @Nullable String why) {}

  private static final String PREFIX = "snowgauge.";

  /** Commands whose date is the one that files are of, or that a scheduler has given, or today. */
  private static final Set<Mode> DATED = EnumSet.of(Mode.RUN, Mode.BACKFILL);

  private final String namespace;
  private final String version;
  private final Address address;
  private final String controlSchema;
  private final @Nullable Parent parent;
  private final OpenLineage lineage;
  private final LineageDatasets datasets;

  /**
   * Of runs into a warehouse.
   *
   * @param version of this program
   * @param parent the run that started this process, or null
   */
  public LineageEvents(
      String namespace, Warehouse warehouse, String version, @Nullable Parent parent) {
    this.namespace = namespace;
    this.version = version;
    this.address = warehouse.address();
    this.controlSchema = warehouse.controlSchema();
    this.parent = parent;
    this.lineage =
        new OpenLineage(URI.create("urn:snowgauge:" + version.replaceAll("[^A-Za-z0-9.-]", "-")));
    this.datasets = new LineageDatasets(lineage, warehouse);
  }

  /** The same of runs that a stream has started. */
  public LineageEvents ofStream(Warehouse warehouse, String streamId, Instant startedAt) {
    RunReference stream =
        new RunReference(namespace, streamJob(streamId), streamRun(streamId, startedAt));
    RunReference root = stream;
    if (parent != null) {
      root = Objects.requireNonNullElse(parent.root(), parent.run());
    }
    return new LineageEvents(namespace, warehouse, version, new Parent(stream, root));
  }

  /** A run of a dataset starts; what it will read is known by its folder only. */
  public String started(Run run, Dataset dataset) {
    return event(
        EventType.START,
        run.startedAt(),
        run(run, dataset, null),
        job(PREFIX + dataset.name(), run.mode()),
        known(run, dataset),
        List.of(datasets.output(dataset)));
  }

  /** A run of a dataset has ended; of one that nothing is known of, nothing is counted. */
  public String ended(Run run, Dataset dataset, Ending ending) {
    List<FileRow> files = ending.files();
    return event(
        EventType.valueOf(ending.how().name()),
        ending.at(),
        run(run, dataset, ending.why()),
        job(PREFIX + dataset.name(), run.mode()),
        files == null ? known(run, dataset) : datasets.inputs(dataset, files),
        List.of(
            files == null
                ? datasets.output(dataset)
                : datasets.output(dataset, files, ending.epoch())));
  }

  /** Inputs as far as the configuration names them: corrected lines lie anywhere. */
  private List<InputDataset> known(Run run, Dataset dataset) {
    return run.mode() == Mode.REPLAY ? List.of() : List.of(datasets.input(dataset));
  }

  /** A stream starts; its batches are runs of their datasets, which it reads and writes. */
  public String streamStarted(String streamId, Instant startedAt, List<Dataset> of) {
    return event(
        EventType.START,
        startedAt,
        lineage.newRun(streamRun(streamId, startedAt), facets(null).build()),
        job(streamJob(streamId), Mode.STREAM),
        of.stream().map(datasets::input).toList(),
        of.stream().map(datasets::output).toList());
  }

  /**
   * A stream has ended.
   *
   * @param at when it did, which is before this is told
   * @param why it failed; null if it did not
   */
  public String streamEnded(
      String streamId, Instant startedAt, End end, Instant at, @Nullable String why) {
    return event(
        EventType.valueOf(end.name()),
        at,
        lineage.newRun(streamRun(streamId, startedAt), facets(why).build()),
        job(streamJob(streamId), Mode.STREAM),
        List.of(),
        List.of());
  }

  /** An event that says nothing, of a job that loads nothing. */
  public String test(Instant at) {
    return event(
        EventType.OTHER,
        at,
        lineage.newRun(id("check", at.toString()), facets(null).build()),
        job(PREFIX + "check.test", Mode.RUN),
        List.of(),
        List.of());
  }

  private String event(
      EventType type,
      Instant at,
      OpenLineage.Run run,
      Job job,
      List<InputDataset> inputs,
      List<OutputDataset> outputs) {
    return OpenLineageClientUtils.toJson(
        lineage.newRunEvent(at.atZone(ZoneOffset.UTC), type, run, job, inputs, outputs));
  }

  /** No dataset has a dot in its name, so no dataset's job is one of a stream. */
  private static String streamJob(String streamId) {
    return PREFIX + "stream." + streamId;
  }

  private UUID streamRun(String streamId, Instant startedAt) {
    return id("stream", streamId, startedAt.toString());
  }

  private OpenLineage.Run run(Run run, Dataset dataset, @Nullable String why) {
    RunFacetsBuilder facets = facets(why);
    if (DATED.contains(run.mode())) {
      LocalDate date = run.executionDate();
      facets.nominalTime(lineage.newNominalTimeRunFacet(start(date), start(date.plusDays(1))));
    }
    return lineage.newRun(id("run", run.id(), dataset.name()), facets.build());
  }

  private static ZonedDateTime start(LocalDate date) {
    return date.atStartOfDay(ZoneOffset.UTC);
  }

  private RunFacetsBuilder facets(@Nullable String why) {
    RunFacetsBuilder facets =
        lineage
            .newRunFacetsBuilder()
            .processing_engine(lineage.newProcessingEngineRunFacet(version, "Snowgauge", null));
    if (why != null) {
      facets.errorMessage(lineage.newErrorMessageRunFacet(why, "JAVA", null));
    }
    if (parent != null) {
      RunReference by = parent.run();
      facets.parent(
          lineage.newParentRunFacet(
              lineage.newParentRunFacetRun(by.run()),
              lineage.newParentRunFacetJob(by.namespace(), by.job()),
              root(parent.root())));
    }
    return facets;
  }

  private @Nullable ParentRunFacetRoot root(@Nullable RunReference root) {
    return root == null
        ? null
        : lineage.newParentRunFacetRoot(
            lineage.newRootRun(root.run()), lineage.newRootJob(root.namespace(), root.job()));
  }

  private Job job(String name, Mode mode) {
    String processing = mode == Mode.STREAM ? "STREAMING" : "BATCH";
    return lineage.newJob(
        namespace,
        name,
        lineage
            .newJobFacetsBuilder()
            .jobType(lineage.newJobTypeJobFacet(processing, "SNOWGAUGE", mode.name()))
            .build());
  }

  /** Ids of runs are unique in a database. */
  private UUID id(String... parts) {
    String of =
        String.join("\n", namespace, address.uri(), address.database(), controlSchema)
            + "\n"
            + String.join("\n", parts);
    return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8));
  }
}
