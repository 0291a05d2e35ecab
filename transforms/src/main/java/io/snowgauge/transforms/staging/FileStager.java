package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.digest.FileDigest;
import io.snowgauge.transforms.files.DamagedContentException;
import io.snowgauge.transforms.files.Sha256;
import io.snowgauge.transforms.files.Sidecar;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stages files one after the other: each is read once, as a stream, and leaves NDJSON parts of its
 * own, rows in CSV parts shared with its neighbours, and its rejects. What is wrong with a file, or
 * keeps it from being read, ends in its manifest; only a staging area that fails is thrown. Staging
 * a file again leaves the first attempt's parts behind under another stage id, where no manifest
 * names them.
 */
final class FileStager {
  private final Dataset dataset;
  private final StagingArea area;
  private final StagingProgress progress;
  private final boolean isPreview;
  private final CsvParts csvParts;
  private final SecureRandom stageIds = new SecureRandom();

  /** The last line of a file that was read when the heap had no room for more. */
  private long lastLine;

  /**
   * Starts a bundle of files.
   *
   * @param progress is told of what is read, as it is read
   */
  FileStager(Dataset dataset, StagingArea area, StagingProgress progress) {
    this(dataset, area, progress, false);
  }

  /**
   * As above; a preview keeps the NDJSON of failed files, which is else removed, and the messages
   * are notices, without the reasons of the rejects.
   */
  FileStager(Dataset dataset, StagingArea area, StagingProgress progress, boolean isPreview) {
    this.isPreview = isPreview;
    this.dataset = dataset;
    this.area = area;
    this.progress = progress;
    this.csvParts =
        new CsvParts(
            area.partsUri(),
            dataset.format().columns(),
            area.compressesParts(),
            dataset.keepsAbsent());
  }

  /** Completes the shared parts; only then may the manifests leave the bundle. */
  void finish() throws IOException {
    csvParts.close();
  }

  /** Stages one file version. */
  StagedFile stage(SourceFile file) throws IOException {
    lastLine = 0;
    String unnameable = Storage.whyUnnameable(file.uri());
    if (unnameable != null) {
      return failed(file, stageId(), unnameable, true);
    }
    try {
      return HeapRoom.OF_PROCESS.stage(file.uri(), () -> stageOnce(file));
    } catch (OutOfMemoryError e) {
      return failed(file, stageId(), HeapRoom.tooSmallFor(lastLine), false);
    }
  }

  private String stageId() {
    return HexFormat.of().toHexDigits(stageIds.nextLong());
  }

  private StagedFile stageOnce(SourceFile file) throws IOException {
    String stageId = stageId();
    csvParts.startFile(stageId.getBytes(StandardCharsets.US_ASCII));
    String unreadable = SidecarFile.whyUnreadable(file.uri());
    if (unreadable != null) {
      return failed(file, stageId, unreadable, unreadable.equals(SidecarFile.NOT_LISTED));
    }
    String outside = isPreview ? null : LinkOut.of(file, dataset);
    if (outside != null) {
      return failed(file, stageId, outside, true);
    }
    Sidecar sidecar;
    try {
      sidecar = SidecarFile.read(file).orElse(null);
    } catch (IllegalArgumentException e) {
      boolean isRefusal = e.getCause() instanceof IOException io && ReadFailure.isRefusal(io);
      return failed(file, stageId, "sidecar manifest: " + e.getMessage(), isRefusal);
    }
    // Only reading the file may blame the file: in the parts, the same exceptions are a failure.
    InputStream in;
    try {
      in = Storage.open(file);
    } catch (IOException e) {
      return failed(file, stageId, ReadFailure.why(file.uri(), e), ReadFailure.isRefusal(e));
    }
    try (in) {
      return read(file, stageId, sidecar, in);
    }
  }

  private StagedFile read(
      SourceFile file, String stageId, @Nullable Sidecar sidecar, InputStream in)
      throws IOException {
    Instant extractedAt = extractedAt(file, sidecar);
    IncludedFiles included = new IncludedFiles(dataset, file.uri());
    SourceCount counter = new SourceCount(dataset.format(), included.forCounter());
    FileMessages messages = isPreview ? FileMessages.ofNotices() : new FileMessages();
    AbsentValues absent =
        dataset.keepsAbsent() ? new AbsentValues(dataset.format().columns()) : null;
    FileDigest digest = dataset.hasDigests() ? new FileDigest(dataset.format().columns()) : null;
    try (NdjsonParts ndjson = ndjsonParts(file, stageId, extractedAt);
        RejectPart rejects = rejectPart(file, stageId)) {
      Parsing parsing = new Parsing(csvParts, ndjson, rejects, messages, absent, digest);
      MessageDigest sha256 = sidecar == null ? null : Sha256.digest();
      StagingProgress.OfFile ofFile = progress.file(parsing::accepted);
      Reading reading;
      try {
        reading = read(file.uri(), in, parsing, counter, included, sha256, ofFile);
      } catch (OutOfMemoryError e) {
        lastLine = parsing.lastLine();
        ndjson.discard();
        rejects.discardArchive();
        throw e;
      }
      ofFile.tellRecords();
      Long told = sidecar == null ? null : sidecar.sourceRecordCount();
      long counted = counter.finish();
      long source = told == null ? counted : told;
      String failure = whyNotPublished(file, included, sidecar, reading, parsing, source, counted);
      addNotices(messages, file, included, sidecar);
      if (absent != null) {
        absent.notice().ifPresent(messages::addNotice);
      }
      ndjson.complete();
      rejects.complete();
      if (failure != null && !isPreview) {
        ndjson.discard();
        rejects.discardArchive();
      }
      return StagedFile.builder(file, stageId)
          .extractedAt(extractedAt)
          .records(source, parsing.accepted(), parsing.rejected())
          .rejects(parsing.rejectedLines(), rejects.uri())
          .failure(failure)
          .refused(reading.isRefused())
          .lacking(absent == null ? 0 : absent.lacking())
          .digest(digest == null || failure != null ? null : digest.value())
          .modifiedAt(modifiedAt(file))
          .messages(messages.list())
          .csvParts(failure == null ? csvParts.partsOfFile() : List.of())
          .ndjsonParts(ndjson.uris())
          .build();
    }
  }

  /**
   * What came of reading a file.
   *
   * @param storedBytes that were read, if it was read to its end
   * @param sha256 of those bytes, where it was asked for
   * @param unread why it was not read to its end, or null
   * @param isRefused whether the storage refused to hand out more
   * @param damage why it cannot be unpacked, or null
   */
  private record Reading(
      long storedBytes,
      @Nullable MessageDigest sha256,
      @Nullable String unread,
      boolean isRefused,
      @Nullable String damage) {}

  private Reading read(
      String uri,
      InputStream in,
      Parsing parsing,
      SourceCount counter,
      IncludedFiles included,
      @Nullable MessageDigest sha256,
      StagingProgress.OfFile ofFile)
      throws IOException {
    try (SourceText text =
        new SourceText(
            in, counter, sha256, area.maxDecompressedBytes(), dataset.zipEntries(), ofFile)) {
      do {
        parsing.parse(dataset.format().newParser(included.forParser()), text, text.where());
        text.drain();
      } while (text.next());
      return new Reading(text.storedBytes(), sha256, null, false, null);
    } catch (DamagedContentException e) {
      return new Reading(0, sha256, null, false, e.getMessage());
    } catch (ReadFailure e) {
      return new Reading(0, sha256, ReadFailure.why(uri, e), ReadFailure.isRefusal(e), null);
    }
  }

  /** The first thing that speaks against publishing the file, or null. */
  private @Nullable String whyNotPublished(
      SourceFile file,
      IncludedFiles included,
      @Nullable Sidecar sidecar,
      Reading reading,
      Parsing parsing,
      long source,
      long counted) {
    return firstFailure(
        reading.unread(),
        FileChecks.whatChanged(
            file, included, reading.damage() == null ? reading.storedBytes() : file.sizeBytes()),
        reading.damage(),
        FileChecks.whyNotSidecars(sidecar, reading.storedBytes(), reading.sha256()),
        parsing.fault(),
        FileChecks.whyUnbalanced(source, counted, parsing),
        dataset.tolerance().exceededBy(parsing.rejectedLines(), parsing.lines()).orElse(null));
  }

  private static void addNotices(
      FileMessages messages, SourceFile file, IncludedFiles included, @Nullable Sidecar sidecar) {
    for (String uri : included.inputs()) {
      messages.addNotice(
          "#INCLUDE: "
              + uri
              + " is itself a file of the dataset: its records are loaded with each of the two");
    }
    if (sidecar != null && sidecar.sourceRecordCount() == null) {
      messages.addNotice("no source count was taken at the origin: " + sidecar.uncounted());
    }
    if (file.sizeBytes() == 0) {
      messages.addNotice("the file is empty: 0 bytes");
    }
    if (!modifiedAt(file).equals(file.lastModified())) {
      messages.addNotice(
          "the file is dated "
              + file.lastModified()
              + ", which is still to come: it counts as modified when it was read");
    }
  }

  /**
   * When the version was modified. A time that no clock explains would make it newer than all that
   * come after it; then it is as new as it can be.
   */
  private static Instant modifiedAt(SourceFile file) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return file.lastModified().isAfter(now.plus(1, ChronoUnit.DAYS)) ? now : file.lastModified();
  }

  private NdjsonParts ndjsonParts(SourceFile file, String stageId, Instant extractedAt)
      throws IOException {
    String prefix = area.archiveUri() + file.fileId() + "-" + stageId + "-";
    return new NdjsonParts(
        prefix, area.compression(), ArchiveLayout.of(dataset, file, extractedAt));
  }

  private RejectPart rejectPart(SourceFile file, String stageId) {
    return new RejectPart(
        area.partsUri() + "rejects-" + stageId + ".csv",
        stageId,
        area.rejectsPerFile(),
        new RejectArchive(
            RejectArchive.uri(area.archiveUri(), file.fileId(), stageId, area.compression()),
            area.compression()));
  }

  private static Instant extractedAt(SourceFile file, @Nullable Sidecar sidecar) {
    Instant told = sidecar == null ? null : sidecar.extractedAt();
    return (told == null ? file.lastModified() : told).truncatedTo(ChronoUnit.SECONDS);
  }

  private static @Nullable String firstFailure(@Nullable String... failures) {
    for (String failure : failures) {
      if (failure != null) {
        return failure;
      }
    }
    return null;
  }

  private static StagedFile failed(
      SourceFile file, String stageId, String failure, boolean isRefused) {
    return StagedFile.builder(file, stageId)
        .failure(failure)
        .refused(isRefused)
        .modifiedAt(modifiedAt(file))
        .build();
  }
}
