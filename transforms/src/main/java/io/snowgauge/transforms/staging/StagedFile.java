package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.files.SourceFile;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * @param isRefused whether that is a refusal of the storage, which may end without another version:
 *     rights, an archive tier, throttling. It is no try of the version
 * @param modifiedAt when the version was modified, as far as that can be: of a time that is still
 *     to come, when it was read
 * @param messages what the audit should mention besides: the first reasons of rejects, notices
 * @param csvParts the parts that hold its records; small files share them
 * @param rejectPart the part that holds its rejects, or null if it has none
 * @param ndjsonParts its part of the archive
 * @param lacking how many of its records do not have all columns, where a merge asks; {@link
 *     #UNKNOWN} if the program that staged it did not ask yet
 * @param digest of its records, {@link io.snowgauge.transforms.digest.FileDigest#value}; null if
 *     none was taken
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
    boolean isRefused,
    Instant modifiedAt,
    List<String> messages,
    List<String> csvParts,
    @Nullable String rejectPart,
    List<String> ndjsonParts,
    long lacking,
    @Nullable String digest)
    implements Serializable {
  /** Nobody asked which columns the records have, and the parts do not tell. */
  public static final long UNKNOWN = -1;

  /** Keeps copies of the lists. */
  public StagedFile {
    messages = List.copyOf(messages);
    csvParts = List.copyOf(csvParts);
    ndjsonParts = List.copyOf(ndjsonParts);
  }

  /** A manifest of a file without records, to be completed. */
  public static Builder builder(SourceFile file, String stageId) {
    return new Builder(file, stageId);
  }

  /** Completes a manifest; what it is not told is zero, empty or null. */
  public static final class Builder {
    private final SourceFile file;
    private final String stageId;
    private Instant extractedAt;
    private long source;
    private long accepted;
    private long rejected;
    private long rejectedLines;
    private @Nullable String failure;
    private boolean isRefused;
    private Instant modifiedAt;
    private List<String> messages = List.of();
    private List<String> csvParts = List.of();
    private @Nullable String rejectPart;
    private List<String> ndjsonParts = List.of();
    private long lacking;
    private @Nullable String digest;

    private Builder(SourceFile file, String stageId) {
      this.file = file;
      this.stageId = stageId;
      this.extractedAt = file.lastModified().truncatedTo(ChronoUnit.SECONDS);
      this.modifiedAt = file.lastModified();
    }

    /** When the content was extracted; without it, when the file was last modified. */
    public Builder extractedAt(Instant time) {
      extractedAt = time.truncatedTo(ChronoUnit.SECONDS);
      return this;
    }

    /** The records of the independent count, and what the parser made of them. */
    public Builder records(long source, long accepted, long rejected) {
      this.source = source;
      this.accepted = accepted;
      this.rejected = rejected;
      return this;
    }

    /** The refused lines, and the part that holds them, if there is one. */
    public Builder rejects(long lines, @Nullable String part) {
      rejectedLines = lines;
      rejectPart = part;
      return this;
    }

    /** Why the file must not be published, if there is a reason. */
    public Builder failure(@Nullable String why) {
      failure = why;
      return this;
    }

    /** Whether the reason is a refusal of the storage. */
    public Builder refused(boolean is) {
      isRefused = is;
      return this;
    }

    /** When the version was modified, where its own time cannot be. */
    public Builder modifiedAt(Instant time) {
      modifiedAt = time;
      return this;
    }

    /** What the audit should mention besides. */
    public Builder messages(List<String> lines) {
      messages = lines;
      return this;
    }

    /** The parts that hold its records. */
    public Builder csvParts(List<String> uris) {
      csvParts = uris;
      return this;
    }

    /** Its part of the archive. */
    public Builder ndjsonParts(List<String> uris) {
      ndjsonParts = uris;
      return this;
    }

    /** How many of its records do not have all columns, or {@link StagedFile#UNKNOWN}. */
    public Builder lacking(long records) {
      lacking = records;
      return this;
    }

    /** The digest of its records, if one was taken. */
    public Builder digest(@Nullable String value) {
      digest = value;
      return this;
    }

    /** The manifest. */
    public StagedFile build() {
      return new StagedFile(
          file,
          stageId,
          extractedAt,
          source,
          accepted,
          rejected,
          rejectedLines,
          failure,
          isRefused,
          modifiedAt,
          messages,
          csvParts,
          rejectPart,
          ndjsonParts,
          lacking,
          digest);
    }
  }
}
