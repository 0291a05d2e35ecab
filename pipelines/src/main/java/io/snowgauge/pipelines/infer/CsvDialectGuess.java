package io.snowgauge.pipelines.infer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.transforms.text.Amount;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How records and fields of a CSV file are told apart, by which way makes most rows alike. */
final class CsvDialectGuess {
  private static final List<String> DELIMITERS =
      List.of(",", ";", "\t", "|", "||", "~|~", "~", "^", "\u0001", "\u001f");
  private static final Pattern SEP = Pattern.compile("(?i)sep=(.)\r?");
  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)", Pattern.DOTALL);

  /** So many lines are looked at for comments. */
  private static final int MAX_COMMENTS = 50;

  private final String text;
  private final ObjectNode format;
  private final Evidence evidence;
  private int linesBefore;

  /** Guesses from a text, and puts the settings into a format. */
  CsvDialectGuess(String text, ObjectNode format, Evidence evidence) {
    this.text = text;
    this.format = format;
    this.evidence = evidence;
  }

  /** The best way of reading the text. */
  CsvWay way() {
    boolean hasComments = hasComments();
    boolean escapes = escapes();
    CsvWay way = bestWay(escapes ? withoutEscapes() : text, hasComments);
    put(way);
    return way;
  }

  /** How many lines are in front of what that way reads. */
  int linesBefore() {
    return linesBefore;
  }

  /** A first line that has one field less than those behind it is hardly the header. */
  private boolean hasComments() {
    List<String> lines = text.lines().limit(MAX_COMMENTS).toList();
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
      linesBefore = 1;
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
        "'%s', %,d of %s with %s"
            .formatted(
                best.delimiter().replace("\t", "\\t"),
                Math.round(best.share() * best.rows().size()),
                Amount.of(best.rows().size(), "row"),
                Amount.of(best.fields(), "field")));
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
}
