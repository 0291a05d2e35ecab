package io.snowgauge.transforms.csv;

import java.io.Serializable;
import java.util.List;

/**
 * How a file's records and fields are told apart. All characters are ASCII, and none is a line end
 * or part of another one's role.
 *
 * @param delimiter what stands between fields, one character or more
 * @param quote stands around fields that hold anything, or {@link #NONE}
 * @param escape makes the character behind it text, or {@link #NONE}
 * @param comment a line that starts with it is no record, or {@link #NONE}
 * @param skipLines so many lines at the start are not looked at
 * @param trailers the last record is none if its first field starts with one of these texts
 * @param paddedQuotes what becomes of quoted fields with blanks around the quotes
 * @param brokenQuotes what becomes of quoted fields with other text behind them
 */
public record CsvDialect(
    String delimiter,
    char quote,
    char escape,
    char comment,
    int skipLines,
    List<String> trailers,
    PaddedQuotes paddedQuotes,
    BrokenQuotes brokenQuotes)
    implements Serializable {
  /** No character. */
  public static final char NONE = '\0';

  /** One in which broken quotes fail a file. */
  public CsvDialect(
      String delimiter,
      char quote,
      char escape,
      char comment,
      int skipLines,
      List<String> trailers,
      PaddedQuotes paddedQuotes) {
    this(delimiter, quote, escape, comment, skipLines, trailers, paddedQuotes, BrokenQuotes.FAIL);
  }

  /** Keeps a copy of the list. */
  public CsvDialect {
    trailers = List.copyOf(trailers);
  }

  /** That of RFC 4180 but for the delimiter. */
  public static CsvDialect delimitedBy(char delimiter) {
    return new CsvDialect(
        String.valueOf(delimiter), '"', NONE, NONE, 0, List.of(), PaddedQuotes.REJECT);
  }

  /** The same for files that have nothing in front of their records or behind them. */
  CsvDialect ofRecordsOnly() {
    return new CsvDialect(
        delimiter, quote, escape, comment, 0, List.of(), paddedQuotes, brokenQuotes);
  }

  /** Whether records and fields are told apart by RFC 4180, but for delimiter and padding. */
  public boolean isPlain() {
    return delimiter.length() == 1
        && quote == '"'
        && escape == NONE
        && comment == NONE
        && brokenQuotes == BrokenQuotes.FAIL;
  }

  /** Whether nothing but the delimiter and padding differs from RFC 4180. */
  public boolean isWhollyPlain() {
    return isPlain() && skipLines == 0 && trailers.isEmpty();
  }

  /** Whether reading goes on behind the line in which quotes do not pair up. */
  boolean resynchronises() {
    return brokenQuotes == BrokenQuotes.REJECT;
  }

  /** Whether blanks around quotes do not count. */
  boolean ignoresPadding() {
    return paddedQuotes == PaddedQuotes.TRIM;
  }
}
