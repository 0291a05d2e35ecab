package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.files.SourceFile;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of one attempt at staging one file version: all that crosses shuffles.
 *
 * @param file the version
 * @param stageId names the attempt, in each staged record and in the names of its NDJSON parts; of
 *     two attempts at one version the lowest counts
 * @param extractedAt when the content was extracted, to the second
 * @param source records by the independent count
 * @param accepted records by the parser
 * @param rejected records by the counting rule for the refused lines
 * @param rejectedLines refused lines
 * @param failure why the file must not be published, or null
 * @param messages what the audit should mention besides: the first reasons of rejects, notices
 * @param csvParts the parts that hold its records; small files share them
 * @param rejectPart the part that holds its rejects, or null if it has none
 * @param ndjsonParts its part of the archive
 * @param widestRow no row that it has in its CSV parts is longer, in bytes
 */
public record StagedFile(
    SourceFile file,
    String stageId,
    Instant extractedAt,
    long source,
    long accepted,
    long rejected,
    long rejectedLines,
    @Nullable String failure,
    List<String> messages,
    List<String> csvParts,
    @Nullable String rejectPart,
    List<String> ndjsonParts,
    long widestRow)
    implements Serializable {

  /** Keeps copies of the lists. */
  public StagedFile {
    messages = List.copyOf(messages);
    csvParts = List.copyOf(csvParts);
    ndjsonParts = List.copyOf(ndjsonParts);
  }
}
