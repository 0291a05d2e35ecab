package io.snowgauge.pipelines.infer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.transforms.text.Excerpt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How records and fields of a CSV file are told apart, by which way makes most rows alike. */
final class CsvGuess {
  private static final List<String> DELIMITERS =
      List.of(",", ";", "\t", "|", "||", "~|~", "~", "^", "\u0001", "\u001f");
  private static final Pattern NUMERIC =
      Pattern.compile("[-+]?[0-9][0-9.,:/' -]*|[0-9]{4}-[0-9]{2}-[0-9]{2}.*");
  private static final Pattern TRAILER =
      Pattern.compile(
          "(?i)(grand total|total|subtotal|sum|summe|gesamt|records|rows|row count|count)\\b.*");
  private static final Pattern SEP = Pattern.compile("(?i)sep=(.)\r?");
  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)", Pattern.DOTALL);
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
    boolean hasComments = hasComments();
    boolean escapes = escapes();
    CsvWay way = bestWay(escapes ? withoutEscapes() : text, hasComments);
    put(way);
    List<CsvWay.Row> rows = way.rows();
    int first = firstRow(way);
    if (first >= rows.size()) {
      return List.of("column_1");
    }
    if (repeatsNames(rows.subList(first, rows.size()))) {
      return namesByHand(way, first);
    }
    boolean header = isHeader(rows.subList(first, rows.size()));
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

  /** No header may name two columns alike, so it is skipped, and the columns go by position. */
  private List<String> namesByHand(CsvWay way, int first) {
    List<CsvWay.Row> rows = way.rows();
    List<String> header = rows.get(first).fields();
    long lines = line(rows.get(first + 1)) - 1;
    format.put("header", false);
    format.put("skipLines", lines);
    evidence.add(
        "header",
        "line %d has names, some of them twice (%s): skipped, and columns go by their position"
            .formatted(line(rows.get(first)), shown(header)));
    lengths(way, first + 1, false);
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

  /** Names above numbers, some of them twice. */
  private static boolean repeatsNames(List<CsvWay.Row> rows) {
    List<String> names = rows.get(0).fields().stream().map(String::strip).toList();
    long different =
        names.stream()
            .filter(n -> !n.isEmpty())
            .map(n -> n.toLowerCase(Locale.ROOT))
            .distinct()
            .count();
    return different < names.stream().filter(n -> !n.isEmpty()).count()
        && rows.size() > 1
        && names.stream().noneMatch(name -> NUMERIC.matcher(name).matches())
        && IntStream.range(0, names.size())
            .anyMatch(i -> isNumeric(rows.subList(1, rows.size()), i));
  }

  private static boolean isNumeric(List<CsvWay.Row> rows, int column) {
    return rows.stream()
        .allMatch(
            row ->
                column < row.fields().size()
                    && NUMERIC.matcher(row.fields().get(column).strip()).matches());
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

  /** A first line that has one field less than those behind it is hardly the header. */
  private boolean hasComments() {
    List<String> lines = text.lines().limit(MAX_SKIPPED).toList();
    boolean starts = !lines.isEmpty() && lines.get(0).startsWith("#");
    long comments = lines.stream().filter(line -> line.startsWith("#")).count();
    boolean isComment =
        starts
            && comments < lines.size()
            && DELIMITERS.stream()
                .noneMatch(
                    delimiter ->
                        lines.get(0).contains(delimiter)
                            && lines.stream()
                                .skip(1)
                                .limit(5)
                                .allMatch(
                                    l -> count(l, delimiter) == count(lines.get(0), delimiter)));
    if (isComment) {
      format.put("comment", "#");
      evidence.add("comment", comments + " of the first " + lines.size() + " lines start with '#'");
    }
    return isComment;
  }

  private static int count(String line, String delimiter) {
    return line.split(Pattern.quote(delimiter), -1).length;
  }

  /** A backslash in front of a quote, and no quote written twice. */
  private boolean escapes() {
    boolean escapes = text.contains("\\\"") && !text.contains("\\\",\"") && text.contains("\"");
    if (escapes) {
      format.put("escape", "\\");
      evidence.add("escape", "backslashes stand in front of quotes");
    }
    return escapes;
  }

  /** The same with quotes written twice, as the reader that compares the ways knows them. */
  private String withoutEscapes() {
    return ESCAPED
        .matcher(text)
        .replaceAll(
            escaped ->
                escaped.group(1).equals("\"")
                    ? "\"\""
                    : Matcher.quoteReplacement(escaped.group(1)));
  }

  private CsvWay bestWay(String readable, boolean hasComments) {
    Matcher sep = SEP.matcher(readable.lines().findFirst().orElse(""));
    if (sep.matches()) {
      evidence.add("delimiter", "'" + sep.group(1) + "', the first line says so");
      String behind = readable.substring(readable.indexOf('\n') + 1);
      before = 1;
      return CsvWay.of(behind, sep.group(1), '"', hasComments);
    }
    CsvWay best = CsvWay.of(readable, ",", '"', hasComments);
    for (String delimiter : DELIMITERS) {
      if (isHalfOfAnother(readable, delimiter)) {
        continue;
      }
      for (char quote : readable.indexOf('\'') < 0 ? new char[] {'"'} : new char[] {'"', '\''}) {
        CsvWay way = CsvWay.of(readable, delimiter, quote, hasComments);
        boolean quotes = quote == '"' || quotedFields(readable, delimiter, quote) > 0;
        if (quotes && way.isBetterThan(best)) {
          best = way;
        }
      }
    }
    evidence.add(
        "delimiter",
        "'%s', %,d of %,d rows have %d fields"
            .formatted(
                best.delimiter().replace("\t", "\\t"),
                Math.round(best.share() * best.rows().size()),
                best.rows().size(),
                best.fields()));
    return best;
  }

  /** Whether it stands nowhere but in a delimiter of two characters. */
  private static boolean isHalfOfAnother(String readable, String delimiter) {
    String twice = delimiter + delimiter;
    return DELIMITERS.contains(twice)
        && readable.contains(twice)
        && !readable.replace(twice, "").contains(delimiter);
  }

  private static int quotedFields(String text, String delimiter, char quote) {
    String field = Pattern.quote(delimiter) + quote + "[^" + quote + "\n]*" + quote;
    return (int) Pattern.compile(field).matcher(text).results().limit(10).count();
  }

  private void put(CsvWay way) {
    if (!way.delimiter().equals(",")) {
      format.put("delimiter", way.delimiter().replace("\t", "\\t"));
    }
    if (way.quote() != '"') {
      format.put("quote", String.valueOf(way.quote()));
      evidence.add("quote", "'" + way.quote() + "' stands around fields");
    }
    if (way.delimiter().length() == 1 && way.isPadded()) {
      format.put("paddedQuotes", "trim");
      evidence.add("paddedQuotes", "blanks stand in front of quotes");
    }
  }

  /** The first row that has as many fields as most; what is in front of it is skipped. */
  private int firstRow(CsvWay way) {
    int first = 0;
    List<CsvWay.Row> rows = way.rows();
    while (first < Math.min(rows.size(), MAX_SKIPPED)
        && rows.get(first).fields().size() != way.fields()) {
      first++;
    }
    if (first == Math.min(rows.size(), MAX_SKIPPED)) {
      return 0;
    }
    if (first > 0) {
      long lines = line(rows.get(first)) - 1;
      format.put("skipLines", lines);
      evidence.add(
          "skipLines",
          "%d, the lines in front of the first row of %d fields".formatted(lines, way.fields()));
    }
    return first;
  }

  /** Names are no numbers, and differ from each other and from what stands below them. */
  private static boolean isHeader(List<CsvWay.Row> rows) {
    List<String> names = rows.get(0).fields();
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      boolean isEmpty = name.isBlank();
      if (NUMERIC.matcher(name.strip()).matches()
          || (!isEmpty && !seen.add(name.strip().toLowerCase(Locale.ROOT)))) {
        return false;
      }
    }
    for (int i = 0; i < names.size(); i++) {
      int column = i;
      boolean repeats =
          rows.stream()
              .skip(1)
              .limit(1000)
              .anyMatch(
                  row ->
                      column < row.fields().size()
                          && !names.get(column).isBlank()
                          && row.fields().get(column).equals(names.get(column)));
      if (repeats) {
        return false;
      }
    }
    return !seen.isEmpty();
  }

  /** Records that are longer or shorter than the header, and one that sums up the others. */
  private void lengths(CsvWay way, int first, boolean header) {
    List<CsvWay.Row> rows = way.rows().subList(first + (header ? 1 : 0), way.rows().size());
    CsvWay.Row last = rows.isEmpty() || !isWhole ? null : rows.get(rows.size() - 1);
    if (last != null && rows.size() > 1) {
      Matcher trailer = TRAILER.matcher(last.fields().get(0).strip());
      if (trailer.matches()
          && rows.stream().filter(row -> row.fields().get(0).startsWith(trailer.group(1))).count()
              == 1) {
        format.putArray("trailers").add(trailer.group(1));
        evidence.add("trailers", "the last record starts with '" + trailer.group(1) + "'");
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
