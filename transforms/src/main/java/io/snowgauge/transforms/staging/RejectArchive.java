package io.snowgauge.transforms.staging;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.record.Reject;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All refused lines of a file, beside its NDJSON, however many the warehouse is given: {@code
 * <file_id>-<stage_id>-rejects.jsonl}, a JSON object a line, the first of them the file's header if
 * it has one. Who reads the records of an archive by {@code *.ndjson} does not meet it.
 */
public final class RejectArchive implements Closeable {
  /** What names end in, but for the suffix of their compression. */
  private static final String NAME = "-rejects.jsonl";

  private static final JsonFactory JSON = new JsonFactory();

  private final String uri;
  private final ArchiveCompression compression;
  private @Nullable JsonGenerator out;
  private boolean isBegun;
  private long headerLine;
  private @Nullable String header;

  RejectArchive(String uri, ArchiveCompression compression) {
    this.uri = uri;
    this.compression = compression;
  }

  /**
   * Where the refused lines of an attempt at a version are, if there are any.
   *
   * @param folderUri of a run and dataset in the archive, ending in '/'
   */
  public static String uri(
      String folderUri, String fileId, String stageId, ArchiveCompression compression) {
    return folderUri + fileId + "-" + stageId + NAME + compression.suffix();
  }

  /** What an archive has of a file. */
  public interface Reader {
    /** The header, if it has one, in front of all lines. */
    void header(String raw) throws IOException;

    /** The physical text of a refused line, cut as those of rejects are. */
    void line(String raw) throws IOException;
  }

  /** Reads an archive from its beginning to its end, and keeps nothing of it. */
  public static void read(String uri, ArchiveCompression compression, Reader reader)
      throws IOException {
    try (InputStream in = compression.decompress(Storage.open(uri));
        MappingIterator<Map<String, Object>> lines =
            new ObjectMapper()
                .readerFor(new TypeReference<Map<String, Object>>() {})
                .readValues(in)) {
      while (lines.hasNextValue()) {
        Map<String, Object> line = lines.nextValue();
        Object header = line.get("header");
        if (header != null) {
          reader.header(header.toString());
        } else {
          reader.line(String.valueOf(line.get("raw")));
        }
      }
    }
  }

  /** The file's header, which is only written if a line is refused. */
  void header(long line, String raw) {
    headerLine = line;
    header = raw;
  }

  void write(Reject reject) throws IOException {
    JsonGenerator to = out;
    if (to == null) {
      to = begin();
      out = to;
    }
    to.writeStartObject();
    to.writeNumberField("line", reject.line());
    to.writeNumberField("column", reject.column());
    to.writeStringField("reason", reject.reason());
    to.writeStringField("raw", reject.raw());
    to.writeEndObject();
  }

  private JsonGenerator begin() throws IOException {
    isBegun = true;
    JsonGenerator to =
        JSON.createGenerator(compression.compress(Storage.create(uri)), JsonEncoding.UTF8)
            .setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    if (header != null) {
      to.writeStartObject();
      to.writeNumberField("line", headerLine);
      to.writeStringField("header", header);
      to.writeEndObject();
    }
    return to;
  }

  /** Completes it, if there is anything in it. */
  void complete() throws IOException {
    JsonGenerator closing = out;
    if (closing != null) {
      out = null;
      closing.writeRaw('\n');
      closing.close();
    }
  }

  /** Removes what was written: the file will not be published. */
  void discard() throws IOException {
    complete();
    if (isBegun) {
      Storage.delete(List.of(uri));
      isBegun = false;
    }
  }

  @Override
  public void close() throws IOException {
    complete();
  }
}
