package io.snowgauge.io.warehouse.verify;

import io.snowgauge.transforms.archive.ArchivedVersion;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.digest.FileDigest;
import io.snowgauge.transforms.digest.RecordHash;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Row;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an archive that was read holds.
 *
 * @param parts how many files it has
 * @param records how many records were read
 * @param damage why no more were, or null
 * @param digest of the format's columns
 * @param compared the digest of the columns that the table can be compared in
 * @param plain that of those without JSON
 * @param extractedAt when its content was extracted, by its first record; null if that is not said
 */
record ArchiveReading(
    int parts,
    long records,
    @Nullable String damage,
    String digest,
    String compared,
    String plain,
    @Nullable String extractedAt) {

  /**
   * Reads it.
   *
   * @param sortsJson whether keys of JSON were put in order when it was loaded: where a digest is
   *     taken
   */
  static ArchiveReading of(
      ArchivedVersion archive, Dataset dataset, TargetShape shape, boolean sortsJson)
      throws IOException {
    Digests digests = new Digests(dataset, shape, sortsJson);
    ArchivedVersion.Reading reading = archive.read(digests);
    return new ArchiveReading(
        reading.parts(),
        reading.records(),
        reading.damage(),
        digests.whole.value(),
        digests.compared.value(),
        digests.plain.value(),
        digests.extractedAt);
  }

  boolean isComplete() {
    return damage == null && parts > 0;
  }

  /** Takes no digest twice: mostly, all three are of the same columns. */
  private static final class Digests implements ArchivedVersion.Visitor {
    private final FileDigest whole;
    private final FileDigest compared;
    private final FileDigest plain;
    private final int extractedColumn;
    private @Nullable String extractedAt;

    Digests(Dataset dataset, TargetShape shape, boolean sortsJson) {
      List<Column> columns = ArchivedVersion.columns(dataset);
      List<Column> format = dataset.format().columns();
      whole = new FileDigest(new RecordHash(columns, format, sortsJson));
      compared =
          shape.isWhole(dataset)
              ? whole
              : new FileDigest(new RecordHash(columns, shape.compared(), sortsJson));
      plain =
          shape.hasJsonOfItsOwn()
              ? new FileDigest(new RecordHash(columns, shape.plain(), sortsJson))
              : compared;
      extractedColumn = dataset.format().extractedAt().isPresent() ? format.size() : -1;
    }

    @Override
    public void record(long number, Row row) {
      if (number == 1 && extractedColumn >= 0) {
        extractedAt = row.text(extractedColumn);
      }
      whole.add(row);
      if (compared != whole) {
        compared.add(row);
      }
      if (plain != compared) {
        plain.add(row);
      }
    }
  }
}
