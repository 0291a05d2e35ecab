package io.snowgauge.pipelines.infer;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * One way to read a text.
 *
 * @param rows comments left out
 * @param fields how many fields most rows have
 * @param share how many rows these are, of all; less where the quotes do not pair up
 */
record CsvWay(String text, String delimiter, char quote, List<Row> rows, int fields, double share) {
  /** A row, and where it stands. */
  record Row(long line, List<String> fields) {}

  /** Reads a text in a way. */
  static CsvWay of(String text, String delimiter, char quote, boolean hasComments) {
    List<Row> rows = new ArrayList<>();
    boolean isBroken = !read(text, delimiter, quote, true, rows::add);
    if (hasComments) {
      rows.removeIf(row -> row.fields().get(0).startsWith("#"));
    }
    Map<Integer, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(row.fields().size(), 1, Integer::sum));
    Map.Entry<Integer, Integer> most =
        counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElse(Map.entry(1, 0));
    double share = rows.isEmpty() ? 0 : (double) most.getValue() / rows.size();
    long lines = text.lines().count();
    boolean isEarly = isBroken && lastLine(rows) < lines * 9 / 10;
    return new CsvWay(text, delimiter, quote, rows, most.getKey(), isEarly ? share / 2 : share);
  }

  /** Reads the rows; false if the quotes do not pair up. */
  private static boolean read(
      String text, String delimiter, char quote, boolean trims, Consumer<Row> rows) {
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(delimiter)
            .quoteCharacter(quote)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .trimWhitespacesAroundQuotes(trims)
            .ofCsvRecord(text)) {
      for (CsvRecord row : reader) {
        rows.accept(new Row(row.getStartingLineNumber(), row.getFields()));
      }
      return true;
    } catch (CsvParseException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long lastLine(List<Row> rows) {
    return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).line();
  }

  /** Whether more rows are alike, or as many of more fields. */
  boolean isBetterThan(CsvWay other) {
    boolean isAlike = Math.abs(share - other.share) < 0.02;
    return fields > 1
        && (other.fields <= 1 || (isAlike ? fields > other.fields : share > other.share));
  }

  /** Whether rows have an empty field more than the first of them, which so is no title. */
  boolean endsInDelimiters() {
    List<Row> longer = rows.stream().filter(row -> row.fields().size() == fields).toList();
    return !longer.isEmpty()
        && rows.get(0).fields().size() == fields - 1
        && fields > 2
        && longer.stream().allMatch(row -> row.fields().get(fields - 1).isEmpty());
  }

  /** Whether blanks around quotes make other fields of the text than those without them. */
  boolean isPadded() {
    List<Row> exact = new ArrayList<>();
    if (!read(text, delimiter, quote, false, exact::add) && lastLine(exact) < lastLine(rows)) {
      return true;
    }
    String opening = "[ \\t]+" + Pattern.quote(String.valueOf(quote)) + ".*";
    Pattern padded = Pattern.compile(opening, Pattern.DOTALL);
    return exact.stream()
        .flatMap(row -> row.fields().stream())
        .anyMatch(field -> padded.matcher(field).matches());
  }
}
