package io.snowgauge.pipelines.batch;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.staging.ArchiveCompression;
import io.snowgauge.transforms.staging.StagingArea;

/**
 * Where runs keep their files.
 *
 * @param stagingUri folder of staged parts, ending in '/'
 * @param archiveUri folder of the NDJSON archive, ending in '/'
 * @param compression of the archive
 * @param maxDecompressedBytes how much a compressed source file may unpack to
 * @param rejectsPerFile how many rejects of a file are kept
 * @param compressesParts whether staged parts are compressed
 */
public record RunAreas(
    String stagingUri,
    String archiveUri,
    ArchiveCompression compression,
    long maxDecompressedBytes,
    int rejectsPerFile,
    boolean compressesParts) {
  /** Sets the folders of runs apart from whatever else lies beside them. */
  private static final String RUN = "run-";

  /** Streams may have what they staged in a checkpoint: runs must leave their folders alone. */
  private static final String STREAM = "stream-";

  /** The area of a dataset in a run. */
  StagingArea of(Run run, Dataset dataset) {
    return area(runFolder(run), run.id(), dataset);
  }

  /** The area of a dataset in a stream, which all of its runs share. */
  public StagingArea ofStream(String streamId, Dataset dataset) {
    return area(streamFolder(streamId), streamId, dataset);
  }

  private StagingArea area(String folder, String id, Dataset dataset) {
    return new StagingArea(
        folder + dataset.name() + "/",
        archiveFolder(dataset.name(), id),
        compression,
        maxDecompressedBytes,
        rejectsPerFile,
        compressesParts);
  }

  /** The run that a folder of the staging area belongs to; empty if it is no run's. */
  public static String runId(String folderName) {
    return folderName.startsWith(RUN) ? folderName.substring(RUN.length()) : "";
  }

  /** The stream that a folder of the staging area belongs to; empty if it is no stream's. */
  public static String streamId(String folderName) {
    return folderName.startsWith(STREAM) ? folderName.substring(STREAM.length()) : "";
  }

  String runFolder(Run run) {
    return runFolder(run.id());
  }

  /** The folder of a stream in the staging area. */
  public String streamFolder(String streamId) {
    return stagingUri + STREAM + streamId + "/";
  }

  /** The folder of a run in the staging area. */
  public String runFolder(String runId) {
    return stagingUri + RUN + runId + "/";
  }

  /** The folder of a run, or of a stream, in the archive of a dataset. */
  public String archiveFolder(String dataset, String runId) {
    return archiveUri + dataset + "/" + runId + "/";
  }
}
