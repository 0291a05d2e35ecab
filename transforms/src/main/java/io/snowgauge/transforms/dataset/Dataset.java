package io.snowgauge.transforms.dataset;

import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Format;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Files of one kind that end in one table.
 *
 * @param name as configured; also a folder of the archive
 * @param input which files belong to it
 * @param format how they are read
 * @param table its target, as configured
 * @param publish what becomes of earlier versions
 * @param key the columns, captures among them, that identify a row; empty if none are declared
 * @param tolerance of refused lines
 * @param minAge listings leave out files that were written less long ago: they may not be complete
 * @param order of rows of one key the columns, captures among them, by which a merge tells the
 *     last; where they are equal or none are declared, by their files
 * @param zipEntries how many files a zip archive may hold
 * @param links where links among local files may lead
 * @param absentColumns what a merge makes of columns that a record does not have
 * @param digest of what of each file version a digest is taken
 */
public record Dataset(
    String name,
    InputPattern input,
    Format format,
    String table,
    PublishMode publish,
    List<String> key,
    Tolerance tolerance,
    Duration minAge,
    List<String> order,
    ZipEntries zipEntries,
    Links links,
    AbsentColumns absentColumns,
    Digest digest)
    implements Serializable {

  /** Files of any age, merged in the order of files, and links within their folder. */
  public Dataset(
      String name,
      InputPattern input,
      Format format,
      String table,
      PublishMode publish,
      List<String> key,
      Tolerance tolerance) {
    this(
        name,
        input,
        format,
        table,
        publish,
        key,
        tolerance,
        Duration.ZERO,
        List.of(),
        ZipEntries.ONE,
        Links.INSIDE,
        AbsentColumns.KEEP,
        Digest.NONE);
  }

  /** Keeps copies of the lists; a merge must have a key. */
  public Dataset {
    key = List.copyOf(key);
    order = List.copyOf(order);
    if (publish == PublishMode.MERGE && key.isEmpty()) {
      throw new IllegalArgumentException(name + ": expected a key to merge by but found none");
    }
  }

  /** Whether rows keep the values of columns that a record which takes their place may lack. */
  public boolean keepsAbsent() {
    return publish == PublishMode.MERGE
        && absentColumns == AbsentColumns.KEEP
        && !format.absentable().isEmpty();
  }

  /** The same with digests of its files, or without. */
  public Dataset with(Digest of) {
    return new Dataset(
        name,
        input,
        format,
        table,
        publish,
        key,
        tolerance,
        minAge,
        order,
        zipEntries,
        links,
        absentColumns,
        of);
  }

  /**
   * The same for files of corrected lines, of which a version has taken the refused ones already:
   * none of them fails a file, and their digest tells whether they were brought back before.
   */
  public Optional<Dataset> ofCorrectedLines() {
    return format
        .ofCorrectedLines()
        .map(
            corrected ->
                new Dataset(
                    name,
                    input,
                    corrected,
                    table,
                    publish,
                    key,
                    new Tolerance(null, null),
                    minAge,
                    order,
                    zipEntries,
                    links,
                    absentColumns,
                    Digest.RECORDS));
  }

  /** Whether of each file version a digest of its records is taken. */
  public boolean hasDigests() {
    return digest == Digest.RECORDS;
  }

  /** The captures that are columns of the records: all but {@code {date}}. */
  public List<Column> captureColumns() {
    return input.captures().stream()
        .filter(name -> !name.equals(InputPattern.DATE))
        .map(
            name ->
                new Column(
                    name,
                    name.toLowerCase(Locale.ROOT),
                    ColumnType.STRING,
                    Column.JsonNull.OMITTED))
        .toList();
  }
}
