package io.snowgauge.io.warehouse.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it was, or cannot be compared.
 *
 * @param dataset of which
 * @param uri of the file, or null if it is not of one
 * @param fileId of the version, or null
 * @param runId that loaded it, or null
 * @param place where it is
 * @param isDifference whether something differs that must not; otherwise it is only to be known
 * @param message what was expected and found
 * @param differences the first records that differ, as far as they can be named
 */
public record Discrepancy(
    String dataset,
    @Nullable String uri,
    @Nullable String fileId,
    @Nullable String runId,
    Place place,
    boolean isDifference,
    String message,
    List<Difference> differences) {
  /** Where it is. */
  public enum Place {
    SOURCE,
    ARCHIVE,
    LEDGER,
    TABLE
  }

  /** What became of a record. */
  public enum Kind {
    /** It is in the archive and not in the table. */
    MISSING,
    /** It is in the table and not in the archive. */
    ADDED,
    /** A value of it is another one. */
    CHANGED
  }

  /**
   * A record that differs, or a value of one.
   *
   * @param kind what became of it
   * @param record its {@code _RECORD}, or null
   * @param key of a merge, its key, or null
   * @param column whose value is another one, or null if the record is missing or added
   * @param archived the value that was archived, or null
   * @param found the value in the table, or null
   */
  public record Difference(
      Kind kind,
      @Nullable Long record,
      @Nullable String key,
      @Nullable String column,
      @Nullable String archived,
      @Nullable String found) {}

  /** Is told of each as soon as it is known. */
  @FunctionalInterface
  public interface Listener {
    /** Takes it. */
    void found(Discrepancy discrepancy);
  }

  /** Keeps a copy of the list. */
  public Discrepancy {
    differences = List.copyOf(differences);
  }
}
