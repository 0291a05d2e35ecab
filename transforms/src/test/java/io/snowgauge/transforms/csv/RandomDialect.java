package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.tabular.InputColumn;
import io.snowgauge.transforms.tabular.NullTokens;
import io.snowgauge.transforms.text.TextEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of a dialect made at random, without structural fault, and the records that it was made
 * of. Between them are comments and empty lines; each record has three fields.
 */
final class RandomDialect {
  private static final int FIELDS = 3;
  private static final List<String> DELIMITERS = List.of(",", ";", "\t", "||", "~|~", "~~|");
  private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r");
  private static final List<String> PIECES =
      List.of(
          "\"", "'", "\\", "^", "\n", "\r\n", "\r", ",", ";", "\t", "|", "~", "~~", "#", " ", "a",
          "B", "N", "n", "Total", "\u00e4", "\u20ac", "\u0a0a", "\u2c22", "\u275c");

  private final Random random;
  private final TextEncoding encoding;
  private final CsvDialect dialect;
  private final List<List<String>> records = new ArrayList<>();
  private final byte[] bytes;

  private RandomDialect(long seed) {
    random = new Random(seed);
    encoding = any(List.of(TextEncoding.UTF_8, TextEncoding.UTF_16LE, TextEncoding.WINDOWS_1252));
    String delimiter = any(DELIMITERS);
    boolean trims = delimiter.length() == 1 && oneIn(3);
    dialect =
        new CsvDialect(
            delimiter,
            any(List.of('"', '\'', CsvDialect.NONE)),
            any(List.of(CsvDialect.NONE, '\\', '^')),
            any(List.of(CsvDialect.NONE, '#')),
            oneIn(2) ? 0 : random.nextInt(3),
            oneIn(2) ? List.of() : List.of("Total"),
            trims ? PaddedQuotes.TRIM : PaddedQuotes.REJECT,
            oneIn(2) ? BrokenQuotes.FAIL : BrokenQuotes.REJECT);
    bytes = rendered().getBytes(encoding.charset());
  }

  /** The file of a seed: the same each time. */
  static RandomDialect of(long seed) {
    return new RandomDialect(seed);
  }

  /** Without a header, with as many columns of text as there are fields. */
  CsvFormat format() {
    List<InputColumn> columns =
        IntStream.range(0, FIELDS)
            .mapToObj(i -> new InputColumn("c" + i, ColumnType.STRING, false, null))
            .toList();
    return new CsvFormat(
        new DeclaredColumns(columns, ExtraColumns.REFUSE),
        false,
        dialect,
        encoding,
        NullTokens.NONE,
        RowLengths.EQUAL,
        1 << 20);
  }

  /** All records with their fields, null where nothing is in one; without those that are none. */
  List<List<String>> records() {
    return records;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  private String rendered() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < dialect.skipLines(); i++) {
      text.append('x').append(withoutLineEnds()).append(any(LINE_ENDS));
    }
    int count = random.nextInt(7);
    for (int i = 0; i < count; i++) {
      between(text);
      text.append(record(i + 1 == count)).append(any(LINE_ENDS));
    }
    if (count > 0 && oneIn(3)) {
      text.setLength(text.length() - (text.toString().endsWith("\r\n") ? 2 : 1));
    } else {
      between(text);
    }
    return text.toString();
  }

  private void between(StringBuilder text) {
    while (oneIn(4)) {
      if (dialect.comment() != CsvDialect.NONE && oneIn(2)) {
        text.append(dialect.comment()).append(withoutLineEnds());
      }
      text.append(any(LINE_ENDS));
    }
  }

  private String withoutLineEnds() {
    return any(PIECES).replaceAll("[\r\n]", "") + any(PIECES).replaceAll("[\r\n]", "");
  }

  private String record(boolean isLast) {
    StringBuilder record = new StringBuilder();
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < FIELDS; i++) {
      record.append(i == 0 ? "" : dialect.delimiter()).append(field(i == 0, fields));
    }
    String first = fields.get(0) == null ? "" : fields.get(0);
    if (!isLast || dialect.trailers().isEmpty() || !first.startsWith("Total")) {
      records.add(fields);
    }
    return record.toString();
  }

  /** One field as it is written; its text goes to {@code fields}. */
  private String field(boolean isFirst, List<@Nullable String> fields) {
    boolean quoted = dialect.quote() != CsvDialect.NONE && oneIn(2);
    boolean escapes = dialect.escape() != CsvDialect.NONE;
    StringBuilder text = new StringBuilder();
    StringBuilder written = new StringBuilder();
    for (int pieces = random.nextInt(5); pieces > 0; pieces--) {
      String piece = any(PIECES);
      boolean isAmbiguous = !quoted && piece.equals("\r"); // In front of an LF it is one with it.
      if (isAmbiguous || !isEncodable(piece) || !(quoted || escapes || isOrdinary(piece))) {
        continue;
      }
      if (isFirst && text.length() == 0 && fields.isEmpty() && isEarlyTrailer(piece)) {
        continue;
      }
      text.append(piece);
      piece.chars().forEach(c -> written.append(quoted ? inQuotes((char) c) : plain((char) c)));
    }
    fields.add(text.length() == 0 && !quoted ? null : text.toString());
    return quoted
        ? padding() + dialect.quote() + written + dialect.quote() + padding()
        : "" + written;
  }

  /** It would be rejected where it is not the last record. */
  private boolean isEarlyTrailer(String piece) {
    return piece.equals("Total") && !dialect.trailers().isEmpty() && !oneIn(9);
  }

  private boolean isEncodable(String piece) {
    return encoding.charset().newEncoder().canEncode(piece);
  }

  /** Neither a role nor, in front of a quote, padding. */
  private boolean isOrdinary(String piece) {
    return piece
        .chars()
        .allMatch(c -> !isSpecial((char) c) && c > ' ' && c != '#' && c != '"' && c != '\'');
  }

  private boolean isSpecial(char c) {
    return dialect.delimiter().indexOf(c) >= 0
        || c == dialect.quote()
        || c == dialect.escape()
        || c == dialect.comment()
        || c == '\r'
        || c == '\n';
  }

  private String plain(char c) {
    return dialect.escape() != CsvDialect.NONE && isSpecial(c) ? "" + dialect.escape() + c : "" + c;
  }

  private String inQuotes(char c) {
    if (c == dialect.escape()) {
      return "" + c + c;
    }
    if (c == dialect.quote()) {
      boolean doubled = dialect.escape() == CsvDialect.NONE || oneIn(2);
      return "" + (doubled ? c : dialect.escape()) + c;
    }
    return "" + c;
  }

  private String padding() {
    boolean padded = dialect.paddedQuotes() == PaddedQuotes.TRIM && oneIn(3);
    return padded
        ? any(List.of(" ", "  ", "\t", "\t ")).replace(dialect.delimiter(), "\u001f")
        : "";
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
