package io.snowgauge.transforms.archive;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Content;
import io.snowgauge.transforms.files.DamagedContentException;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.ndjson.NdjsonFormat;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.tabular.InputColumn;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The archive of one file version: parts {@code <file_id>-<stage_id>-<n>.ndjson}, whatever they are
 * compressed with. Its lines are read as records of the columns that the dataset has now; keys that
 * it does not declare are passed over, and columns that lines do not have are null.
 */
public final class ArchivedVersion {
  private static final int CHUNK = 256 << 10;

  /** What the names of parts may end in. */
  private static final List<String> SUFFIXES = List.of("", ".gz", ".zst");

  /** Is told of each record. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Takes a record.
     *
     * @param number from 1, which is its {@code _RECORD}
     * @param row has {@link #columns}, and is valid only during the call
     */
    void record(long number, Row row) throws IOException;
  }

  /**
   * What reading it came to.
   *
   * @param parts how many files it has
   * @param records how many records were read
   * @param damage why no more were, or null; names the file
   */
  public record Reading(int parts, long records, @Nullable String damage) {}

  private final List<Column> columns;
  private final NdjsonFormat format;

  /** Of each archive that follows on the other, how names of its parts may begin. */
  private final List<List<String>> archives;

  /**
   * The archive of a version.
   *
   * @param folderUris where it may be, ending in '/'; the first that has a part has all
   * @param stageId of the attempt that was published
   */
  public ArchivedVersion(Dataset dataset, List<String> folderUris, String fileId, String stageId) {
    this.columns = columns(dataset);
    this.format =
        new NdjsonFormat(
            new DeclaredColumns(
                columns.stream()
                    .map(
                        column ->
                            new InputColumn(
                                column.name(), column.jsonKey(), column.type(), false, true, null))
                    .toList(),
                ExtraColumns.KEEP),
            Integer.MAX_VALUE);
    this.archives =
        List.of(folderUris.stream().map(folder -> folder + fileId + "-" + stageId + "-").toList());
  }

  private ArchivedVersion(ArchivedVersion first, ArchivedVersion next) {
    this.columns = first.columns;
    this.format = first.format;
    this.archives = Stream.concat(first.archives.stream(), next.archives.stream()).toList();
  }

  /** The same with the records of another archive behind its own, numbered on from them. */
  public ArchivedVersion followedBy(ArchivedVersion next) {
    return new ArchivedVersion(this, next);
  }

  /**
   * The columns of its records: those of the format, then when its content was extracted, if the
   * format has that, then captures.
   */
  public static List<Column> columns(Dataset dataset) {
    List<Column> columns = new ArrayList<>(dataset.format().columns());
    dataset.format().extractedAt().ifPresent(columns::add);
    columns.addAll(dataset.captureColumns());
    return List.copyOf(columns);
  }

  /**
   * Gives each record, in the order of the file, up to where something is wrong.
   *
   * @throws IOException if the archive cannot be reached, or the visitor threw it
   */
  public Reading read(Visitor visitor) throws IOException {
    Part reader = new Part(visitor);
    int parts = 0;
    for (List<String> prefixes : archives) {
      Reading reading = read(prefixes, reader);
      parts += reading.parts();
      if (reading.damage() != null) {
        return new Reading(parts, reader.records, reading.damage());
      }
    }
    return new Reading(parts, reader.records, null);
  }

  private Reading read(List<String> prefixes, Part reader) throws IOException {
    for (String prefix : prefixes) {
      Reading reading = read(prefix, reader);
      if (reading.parts() > 0) {
        return reading;
      }
    }
    return new Reading(0, reader.records, null);
  }

  private Reading read(String prefix, Part reader) throws IOException {
    int parts = 0;
    while (true) {
      String uri = prefix + (parts + 1) + ".ndjson";
      Opened part = open(uri);
      if (part == null) {
        return new Reading(parts, reader.records, gap(prefix, parts));
      }
      parts++;
      String damage = read(part, reader);
      if (damage != null) {
        return new Reading(parts, reader.records, part.uri() + ": " + damage);
      }
    }
  }

  /** Why there should be more parts, or null: one behind the missing one is there. */
  private static @Nullable String gap(String prefix, int parts) throws IOException {
    Opened behind = open(prefix + (parts + 2) + ".ndjson");
    if (behind == null) {
      return null;
    }
    behind.stream().close();
    return prefix + (parts + 1) + ".ndjson: expected this part but found only one behind it";
  }

  private record Opened(String uri, InputStream stream) {}

  private static @Nullable Opened open(String uri) throws IOException {
    for (String suffix : SUFFIXES) {
      try {
        return new Opened(uri + suffix, Storage.open(uri + suffix));
      } catch (NoSuchFileException e) {
        // Another suffix, or none.
      }
    }
    return null;
  }

  private @Nullable String read(Opened part, Part reader) throws IOException {
    try (InputStream stored = part.stream();
        InputStream text = Content.open(new BufferedInputStream(stored, CHUNK), Long.MAX_VALUE)) {
      ParseResult result = format.newParser().parse(text, reader);
      return result.fault();
    } catch (BadLineException | DamagedContentException e) {
      return e.getMessage();
    }
  }

  /** A line is not what the archive's lines are. */
  private static final class BadLineException extends IOException {
    private static final long serialVersionUID = 1L;

    BadLineException(Reject line) {
      super("line " + line.line() + ", column " + line.column() + ": " + line.reason());
    }
  }

  /** Numbers the records of all parts. */
  private static final class Part implements ParseListener {
    private final Visitor visitor;
    private long records;

    Part(Visitor visitor) {
      this.visitor = visitor;
    }

    @Override
    public void record(Row row) throws IOException {
      records++;
      visitor.record(records, row);
    }

    @Override
    public void reject(Reject reject) throws IOException {
      throw new BadLineException(reject);
    }

    /** What is not declared any more is passed over. */
    @Override
    public void notice(String message) {}
  }
}
