package io.snowgauge.transforms.ndjson;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.record.Utf8Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders a file's records as JSON objects (RFC 8259) with the keys in a fixed order and no blanks.
 * What is the same for all records of a file is rendered once.
 */
public final class NdjsonLayout {
  private static final byte[] NULL = ascii("null");
  private static final byte[] END_OF_LINE = ascii("}\n");
  private static final byte[] HEX = ascii("0123456789abcdef");
  private static final boolean[] ESCAPED = escaped();

  /** A piece of the object: a column's value after its key, or constant text (column -1). */
  private static final class Piece {
    final byte[] key;
    final int column;
    final boolean quoted;
    final boolean nullShown;

    Piece(byte[] key, int column, boolean quoted, boolean nullShown) {
      this.key = key;
      this.column = column;
      this.quoted = quoted;
      this.nullShown = nullShown;
    }
  }

  private final Piece[] pieces;

  private NdjsonLayout(List<Piece> pieces) {
    this.pieces = pieces.toArray(Piece[]::new);
  }

  private static boolean[] escaped() {
    boolean[] escaped = new boolean[256];
    for (int i = 0; i < ' '; i++) {
      escaped[i] = true;
    }
    escaped['"'] = true;
    escaped['\\'] = true;
    return escaped;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Starts a layout; the first key must always be shown. */
  public static Builder builder() {
    return new Builder();
  }

  /** Keys in the order in which they are added. */
  public static final class Builder {
    private final List<Piece> pieces = new ArrayList<>();

    /** Adds a column of the row. */
    public Builder column(Column column, int index) {
      pieces.add(
          new Piece(
              key(column.jsonKey()),
              index,
              !column.type().isJsonLiteral(),
              column.jsonNull() == Column.JsonNull.SHOWN));
      return this;
    }

    /** Adds a text that is the same for all records. */
    public Builder constant(String key, String value) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (Utf8Output out = new Utf8Output(bytes)) {
        out.put(key(key));
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        quoted(utf8, 0, utf8.length, out);
      }
      pieces.add(new Piece(bytes.toByteArray(), -1, false, true));
      return this;
    }

    private byte[] key(String key) {
      return ((pieces.isEmpty() ? "{\"" : ",\"") + key + "\":").getBytes(StandardCharsets.UTF_8);
    }

    /** The layout. */
    public NdjsonLayout build() {
      return new NdjsonLayout(pieces);
    }
  }

  /** Writes one line. */
  public void write(Row row, Utf8Output out) throws IOException {
    for (Piece piece : pieces) {
      int column = piece.column;
      if (column < 0) {
        out.put(piece.key);
      } else if (row.isNull(column)) {
        if (piece.nullShown) {
          out.put(piece.key);
          out.put(NULL);
        }
      } else {
        out.put(piece.key);
        if (piece.quoted) {
          quoted(row.bytes(column), row.start(column), row.end(column), out);
        } else {
          out.put(row.bytes(column), row.start(column), row.end(column));
        }
      }
    }
    out.put(END_OF_LINE);
  }

  private static void quoted(byte[] bytes, int start, int end, Utf8Output out) throws IOException {
    out.put('"');
    int from = start;
    for (int i = start; i < end; i++) {
      if (ESCAPED[bytes[i] & 0xff]) {
        out.put(bytes, from, i);
        escape(bytes[i], out);
        from = i + 1;
      }
    }
    out.put(bytes, from, end);
    out.put('"');
  }

  private static void escape(byte b, Utf8Output out) throws IOException {
    out.put('\\');
    switch (b) {
      case '"', '\\' -> out.put(b);
      case '\n' -> out.put('n');
      case '\r' -> out.put('r');
      case '\t' -> out.put('t');
      default -> {
        out.put('u');
        out.put('0');
        out.put('0');
        out.put(HEX[b >> 4]);
        out.put(HEX[b & 15]);
      }
    }
  }
}
