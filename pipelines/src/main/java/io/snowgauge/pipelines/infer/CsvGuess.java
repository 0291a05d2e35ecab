package io.snowgauge.pipelines.infer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.transforms.text.Amount;
import io.snowgauge.transforms.text.Excerpt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a CSV file is like: its header, its columns, and the lines that are no records. */
final class CsvGuess {
  private static final Pattern TRAILER =
      Pattern.compile(
          "(?i)(?<word>grand total|total|subtotal|sum|summe|gesamt|records|rows|row count|count)"
              + "\\b.*|\\([0-9,]+ rows?( affected)?\\)");
  private static final int MAX_SKIPPED = 50;

  private final String text;
  private final boolean isWhole;
  private final ObjectNode format;
  private final Evidence evidence;

  /** How many lines are in front of what is read. */
  private int before;

  /** Guesses from a text, and puts the settings into a format. */
  CsvGuess(String text, boolean isWhole, ObjectNode format, Evidence evidence) {
    this.text = text;
    this.isWhole = isWhole;
    this.format = format;
    this.evidence = evidence;
  }

  /** The names of the columns; without a header, names by their position. */
  List<String> columns() {
    CsvDialectGuess dialect = new CsvDialectGuess(text, format, evidence);
    CsvWay way = dialect.way();
    before = dialect.linesBefore();
    List<CsvWay.Row> rows = way.rows();
    int first = firstRow(way);
    if (first >= rows.size()) {
      return List.of("column_1");
    }
    boolean isRuled = first + 2 < rows.size() && HeaderGuess.isRule(rows.get(first + 1));
    if (isRuled || HeaderGuess.repeatsNames(rows.subList(first, rows.size()))) {
      return namesByHand(way, first, isRuled ? 2 : 1);
    }
    boolean header = HeaderGuess.isHeader(rows.subList(first, rows.size()));
    evidence.add(
        "header",
        header
            ? "line " + line(rows.get(first)) + " has names: " + shown(rows.get(first).fields())
            : "line " + line(rows.get(first)) + " looks like the others");
    if (!header) {
      format.put("header", false);
    }
    lengths(way, first, header);
    return header ? names(rows.get(first).fields()) : numbered(way.fields());
  }

  private long line(CsvWay.Row row) {
    return row.line() + before;
  }

  /**
   * No header may name two columns alike, nor have a rule below it: it is skipped then, and the
   * columns go by position.
   */
  private List<String> namesByHand(CsvWay way, int first, int headerRows) {
    List<CsvWay.Row> rows = way.rows();
    List<String> header = rows.get(first).fields();
    long lines = line(rows.get(first + headerRows)) - 1;
    format.put("header", false);
    format.put("skipLines", lines);
    evidence.add(
        "header",
        "line %d has names, %s (%s): skipped, and columns go by their position"
            .formatted(
                line(rows.get(first)),
                headerRows > 1 ? "and a rule below them" : "some of them twice",
                shown(header)));
    lengths(way, first + headerRows, false);
    Set<String> taken = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < way.fields(); i++) {
      String name = i < header.size() ? header.get(i).strip() : "";
      String base = name.isEmpty() ? "column_" + (i + 1) : name;
      String unique = base;
      for (int k = 2; !taken.add(unique.toLowerCase(Locale.ROOT)); k++) {
        unique = base + "_" + k;
      }
      names.add(unique);
    }
    return names;
  }

  private static List<String> names(List<String> header) {
    return header.stream().map(String::strip).filter(name -> !name.isEmpty()).toList();
  }

  private static List<String> numbered(int fields) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= fields; i++) {
      names.add("column_" + i);
    }
    return names;
  }

  private static String shown(List<String> names) {
    return names.stream().limit(5).map(Excerpt::of).collect(Collectors.joining(", "))
        + (names.size() > 5 ? ", …" : "");
  }

  /**
   * The first row that has as many fields as most, behind titles; what is in front of it is
   * skipped.
   */
  private int firstRow(CsvWay way) {
    int first = 0;
    List<CsvWay.Row> rows = way.rows();
    if (way.endsInDelimiters()) {
      return first;
    }
    while (first < Math.min(rows.size(), MAX_SKIPPED)
        && rows.get(first).fields().size() != way.fields()) {
      first++;
    }
    if (first == Math.min(rows.size(), MAX_SKIPPED)) {
      return 0;
    }
    first = behindTitles(rows, first);
    if (first > 0) {
      long lines = line(rows.get(first)) - 1;
      format.put("skipLines", lines);
      evidence.add(
          "skipLines",
          "%d, the lines in front of the first row of %s"
              .formatted(lines, Amount.of(way.fields(), "field")));
    }
    return first;
  }

  /**
   * Who saves a sheet as CSV has its title and its blank lines filled up with delimiters: rows of
   * which less than half is written, above one with names.
   */
  private static int behindTitles(List<CsvWay.Row> rows, int first) {
    int named = first;
    while (named < Math.min(rows.size(), MAX_SKIPPED) && isMostlyBlank(rows.get(named))) {
      named++;
    }
    return named > first
            && named < Math.min(rows.size() - 1, MAX_SKIPPED)
            && HeaderGuess.isHeader(rows.subList(named, rows.size()))
        ? named
        : first;
  }

  private static boolean isMostlyBlank(CsvWay.Row row) {
    return 2 * row.fields().stream().filter(field -> !field.isBlank()).count()
        < row.fields().size();
  }

  private static String start(Matcher trailer) {
    return Objects.requireNonNullElse(trailer.group("word"), "(");
  }

  /** Records that are longer or shorter than the header, and one that sums up the others. */
  private void lengths(CsvWay way, int first, boolean header) {
    List<CsvWay.Row> rows = way.rows().subList(first + (header ? 1 : 0), way.rows().size());
    CsvWay.Row last = rows.isEmpty() || !isWhole ? null : rows.get(rows.size() - 1);
    if (last != null && rows.size() > 1) {
      Matcher trailer = TRAILER.matcher(last.fields().get(0).strip());
      String start = trailer.matches() ? start(trailer) : "";
      if (trailer.matches()
          && rows.stream().filter(row -> row.fields().get(0).startsWith(start)).count() == 1) {
        format.putArray("trailers").add(start);
        evidence.add("trailers", "the last record starts with '" + start + "'");
        rows = rows.subList(0, rows.size() - 1);
      }
    }
    int fields = header ? way.rows().get(first).fields().size() : way.fields();
    long longer = rows.stream().filter(row -> row.fields().size() > fields).count();
    long shorter = rows.stream().filter(row -> row.fields().size() < fields).count();
    long unnamed =
        header ? way.rows().get(first).fields().stream().filter(String::isBlank).count() : 0;
    if (longer > 0 || unnamed > 0) {
      format.put("extraFields", "keep");
      evidence.add(
          "extraFields",
          "keep, %,d of %,d records are longer than the header; columns without a name: %d"
              .formatted(longer, rows.size(), unnamed));
    }
    if (shorter > 0) {
      format.put("missingFields", "null");
      evidence.add(
          "missingFields", "null, %,d of %,d records are shorter".formatted(shorter, rows.size()));
    }
  }
}
