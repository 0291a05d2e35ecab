package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.tabular.InputColumn;
import io.snowgauge.transforms.tabular.NullTokens;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A CSV file made at random, without structural fault and without NUL, and the records that it was
 * made of. Between them are empty lines, and some records have another number of fields than the
 * first one.
 */
public final class RandomCsv {
  private static final String DELIMITERS = ",,;\t| ^";
  private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r");

  /** What CSV or a careless reader of it may stumble over. */
  private static final List<String> SPECIAL =
      List.of("\"", "\"", "\"\"", "\n", "\r\n", "\r", "\n\n", ",", ";", "\t", "|", " ", "^", "#");

  /** As far as the encoding has them. In halves of some UTF-16 units is a quote or a line end. */
  private static final List<String> LETTERS =
      List.of(
          "a",
          "B",
          "0",
          "9",
          "NULL",
          "\\",
          "'",
          "\u00a7",
          "\u00e4",
          "\u00df",
          "\u010d",
          "\u016b",
          "\u0434",
          "\u03a9",
          "\u20ac",
          "\u011f",
          "\u0a0a",
          "\u0d0d",
          "\u220a",
          "\u2c22",
          "\u0a00",
          "\u2200",
          "\u2c2c",
          "\u2028",
          "\u0085",
          "\ud83d\udc0a",
          "\ud83d\udc22");

  private final Random random;
  private final TextEncoding encoding;
  private final boolean header;
  private final char delimiter;
  private final PaddedQuotes paddedQuotes;
  private final List<String> letters;
  private final List<List<Field>> records;
  private final byte[] bytes;

  private RandomCsv(long seed, TextEncoding encoding) {
    random = new Random(seed);
    this.encoding = encoding;
    header = random.nextBoolean();
    delimiter = DELIMITERS.charAt(random.nextInt(DELIMITERS.length()));
    paddedQuotes = seed % 3 == 0 ? PaddedQuotes.TRIM : PaddedQuotes.REJECT;
    CharsetEncoder encoder = encoding.charset().newEncoder();
    letters = LETTERS.stream().filter(encoder::canEncode).toList();
    records = randomRecords();
    bytes = encoded(rendered());
  }

  /**
   * One field of a record.
   *
   * @param text its content, without the quotes around it and with those in it as single ones
   * @param quoted whether quotes are around it
   */
  public record Field(String text, boolean quoted) {}

  /** The file of a seed: the same each time. */
  public static RandomCsv of(long seed, TextEncoding encoding) {
    return new RandomCsv(seed, encoding);
  }

  /** Whether the first record is meant as the header; there may be no record at all. */
  public boolean header() {
    return header;
  }

  public char delimiter() {
    return delimiter;
  }

  public TextEncoding encoding() {
    return encoding;
  }

  /** All records; a header is the first of them, and its names differ. */
  public List<List<Field>> records() {
    return records;
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** A text column for each field of the first record. */
  public CsvFormat format() {
    List<InputColumn> columns = new ArrayList<>();
    int fields = records.isEmpty() ? 1 : records.get(0).size();
    for (int i = 0; i < fields; i++) {
      String name =
          header && !records.isEmpty()
              ? records.get(0).get(i).text().replaceAll("^[ \t]+|[ \t]+\\z", "")
              : "c" + i;
      columns.add(new InputColumn(name, ColumnType.STRING, false, null));
    }
    return new CsvFormat(
        new DeclaredColumns(columns, ExtraColumns.KEEP),
        header,
        new CsvDialect(
            String.valueOf(delimiter),
            '"',
            CsvDialect.NONE,
            CsvDialect.NONE,
            0,
            List.of(),
            paddedQuotes),
        encoding,
        NullTokens.NONE,
        RowLengths.EQUAL,
        1 << 20);
  }

  private List<List<Field>> randomRecords() {
    List<List<Field>> made = new ArrayList<>();
    int columns = 1 + random.nextInt(4);
    for (int count = random.nextInt(8); count > 0; count--) {
      boolean names = header && made.isEmpty();
      made.add(record(columns + (!names && oneIn(10) ? random.nextInt(3) : 0), names));
    }
    return List.copyOf(made);
  }

  private List<Field> record(int fields, boolean names) {
    List<Field> record = new ArrayList<>();
    for (int i = 0; i < fields; i++) {
      boolean quoted = random.nextBoolean();
      String text = names ? "c" + i + "_" + text(quoted) : text(quoted);
      record.add(new Field(text, quoted));
    }
    if (fields == 1 && record.get(0).equals(new Field("", false))) {
      record.set(0, new Field("", true)); // Otherwise it would be an empty line.
    }
    return List.copyOf(record);
  }

  private String text(boolean quoted) {
    StringBuilder text = new StringBuilder();
    for (int pieces = oneIn(3) ? 0 : random.nextInt(6); pieces > 0; pieces--) {
      String piece = oneIn(2) ? any(SPECIAL) : any(letters);
      if (quoted || isOrdinary(piece, isPadding(text))) {
        text.append(piece);
      }
    }
    return text.toString();
  }

  private static boolean isPadding(CharSequence text) {
    return text.chars().allMatch(c -> c <= ' ');
  }

  private boolean isOrdinary(String piece, boolean first) {
    return piece.indexOf(delimiter) < 0
        && !piece.contains("\n")
        && !piece.contains("\r")
        && !(first && piece.startsWith("\""));
  }

  private String rendered() {
    List<String> lineEnds = oneIn(2) ? LINE_ENDS : List.of(any(LINE_ENDS));
    StringBuilder text = new StringBuilder();
    boolean blankLines = oneIn(2);
    for (List<Field> record : records) {
      emptyLines(blankLines, lineEnds, text);
      for (int i = 0; i < record.size(); i++) {
        text.append(i == 0 ? "" : delimiter).append(rendered(record.get(i)));
      }
      text.append(any(lineEnds));
    }
    emptyLines(blankLines, lineEnds, text);
    boolean open = !records.isEmpty() && !blankLines && oneIn(2);
    return open ? withoutLineEnd(text.toString()) : text.toString();
  }

  private String rendered(Field field) {
    return field.quoted()
        ? padding() + '"' + field.text().replace("\"", "\"\"") + '"' + padding()
        : field.text();
  }

  private String padding() {
    boolean padded = paddedQuotes == PaddedQuotes.TRIM && oneIn(3);
    return padded ? any(List.of(" ", "  ", "\t", "\t ")).replace(delimiter, '\u001f') : "";
  }

  private void emptyLines(boolean some, List<String> lineEnds, StringBuilder text) {
    while (some && oneIn(3)) {
      text.append(any(lineEnds));
    }
  }

  private static String withoutLineEnd(String text) {
    int length = text.length();
    return text.substring(0, length - (text.endsWith("\r\n") ? 2 : 1));
  }

  private byte[] encoded(String text) {
    Charset charset = encoding.charset();
    boolean marked = false;
    if (encoding == TextEncoding.UTF_16) {
      marked = !oneIn(3);
      boolean little = marked && oneIn(2);
      charset = little ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    } else if (encoding == TextEncoding.UTF_8 || encoding.isWide()) {
      marked = oneIn(2);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes((marked ? "\uFEFF" : "").getBytes(charset));
    file.writeBytes(text.getBytes(charset));
    return file.toByteArray();
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
