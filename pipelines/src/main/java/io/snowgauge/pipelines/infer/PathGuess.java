package io.snowgauge.pipelines.infer;

import io.snowgauge.transforms.files.InputPattern;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A glob that matches the files: dates as {@code {date}}, what differs as captures or {@code *}.
 */
final class PathGuess {
  /** What a folder that differs is captured as; others besides have a number. */
  private static final String FOLDER = "folder";

  private static final Pattern CAPTURED = Pattern.compile("(?<!\\\\)\\{(folder(?:_[0-9]+)?)}");
  private static final Pattern ISO =
      Pattern.compile("(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])");
  private static final Pattern COMPACT = Pattern.compile("(?<![0-9])(?:19|20)[0-9]{6}(?![0-9])");
  private static final Pattern YEAR = Pattern.compile("((?:year=|y=)?)((?:19|20)[0-9]{2})");
  private static final Pattern MONTH = Pattern.compile("((?:month=|m=)?)(0[1-9]|1[0-2])");
  private static final Pattern DAY = Pattern.compile("((?:day=|d=)?)(0[1-9]|[12][0-9]|3[01])");
  private static final Pattern SPECIAL = Pattern.compile("[*?\\[{\\\\]");
  private static final DateTimeFormatter COMPACT_DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);

  private final List<String> paths;
  private final Evidence evidence;
  private final Set<String> folders = new HashSet<>();

  private PathGuess(List<String> paths, Evidence evidence) {
    this.paths = paths;
    this.evidence = evidence;
  }

  /** The input of files with these URIs. */
  static String of(List<String> uris, Evidence evidence) {
    Evidence captures = new Evidence();
    PathGuess guess = new PathGuess(uris, captures);
    String pattern = guess.pattern();
    InputPattern parsed = InputPattern.parse(pattern);
    boolean matchesAll = uris.stream().allMatch(uri -> parsed.match(uri).isPresent());
    String input = matchesAll ? pattern : guess.anyBelowCommonFolder();
    if (matchesAll) {
      evidence.addAll(captures);
    }
    evidence.add(
        "input", "matches " + (uris.size() == 1 ? "the file" : "the " + uris.size() + " files"));
    return input.startsWith("file://") ? input.substring("file://".length()) : input;
  }

  /** The same input with guessed captures that are called as none of these columns is. */
  static String besideColumns(Set<String> columns, String input, Evidence evidence) {
    Set<String> taken = new HashSet<>(columns);
    return CAPTURED
        .matcher(input)
        .replaceAll(
            found -> {
              String name = free(taken);
              if (!name.equals(found.group(1))) {
                evidence.add(
                    "{" + name + "}",
                    "in place of {" + found.group(1) + "}, for there is a column 'folder'");
              }
              return "{" + name + "}";
            });
  }

  private static String free(Set<String> taken) {
    String name = FOLDER;
    for (int i = 2; !taken.add(name); i++) {
      name = FOLDER + "_" + i;
    }
    return name;
  }

  private String pattern() {
    List<List<String>> all = paths.stream().map(path -> List.of(path.split("/", -1))).toList();
    int count = all.get(0).size();
    if (all.stream().anyMatch(segments -> segments.size() != count)) {
      return anyBelowCommonFolder();
    }
    List<List<String>> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int index = i;
      columns.add(all.stream().map(segments -> segments.get(index)).toList());
    }
    int day = folderOfDay(columns);
    List<String> pattern = new ArrayList<>();
    boolean hasDate = day > 0;
    for (int i = 0; i < count; i++) {
      List<String> column = columns.get(i);
      if (day > 0 && i >= day - 2 && i <= day) {
        pattern.add(
            prefix(column.get(0))
                + List.of("{date:yyyy}", "{date:MM}", "{date:dd}").get(i - day + 2));
        continue;
      }
      String dated = hasDate ? null : dated(column);
      hasDate |= dated != null;
      pattern.add(dated != null ? dated : segment(column, i == count - 1));
    }
    return String.join("/", pattern);
  }

  private static String prefix(String segment) {
    return segment.substring(0, segment.indexOf('=') + 1);
  }

  /** The segment of the day behind those of year and month, or -1. */
  private int folderOfDay(List<List<String>> columns) {
    for (int i = 2; i < columns.size(); i++) {
      if (allMatch(columns.get(i - 2), YEAR)
          && allMatch(columns.get(i - 1), MONTH)
          && allMatch(columns.get(i), DAY)) {
        evidence.add("{date}", "year, month and day are folders");
        return i;
      }
    }
    return -1;
  }

  private static boolean allMatch(List<String> segments, Pattern pattern) {
    String first = prefix(segments.get(0));
    return segments.stream()
        .allMatch(text -> pattern.matcher(text).matches() && prefix(text).equals(first));
  }

  /** A segment in which nothing differs but the date, or null. */
  private @Nullable String dated(List<String> column) {
    String iso = dated(column, ISO, DateTimeFormatter.ISO_LOCAL_DATE, "{date}");
    return iso != null ? iso : dated(column, COMPACT, COMPACT_DATE, "{date:yyyyMMdd}");
  }

  private @Nullable String dated(
      List<String> column, Pattern pattern, DateTimeFormatter format, String capture) {
    List<String> around = new ArrayList<>();
    for (String segment : column) {
      Matcher date = pattern.matcher(segment);
      if (!date.find() || !exists(date.group(), format)) {
        return null;
      }
      around.add(segment.substring(0, date.start()) + "\0" + segment.substring(date.end()));
    }
    String common =
        around.stream().allMatch(around.get(0)::equals) ? around.get(0) : between(around);
    if (common.indexOf('\0') < 0) {
      return null;
    }
    evidence.add("{date}", "'" + column.get(0) + "' has one");
    return escaped(common).replace("\0", capture).replace("\1", "*");
  }

  private static boolean exists(String date, DateTimeFormatter format) {
    try {
      LocalDate unused = LocalDate.parse(date, format);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private String segment(List<String> column, boolean isFile) {
    if (column.stream().allMatch(column.get(0)::equals)) {
      return escaped(column.get(0));
    }
    if (isFile) {
      return escaped(between(column)).replace("\1", "*");
    }
    String name = free(folders);
    evidence.add(
        "{" + name + "}", "differs: '" + column.get(0) + "' and others; name it as you like");
    return "{" + name + "}";
  }

  /** What all start and end with, and a mark for what differs between. */
  private static String between(List<String> texts) {
    String first = texts.get(0);
    int start = first.length();
    int end = first.length();
    for (String text : texts) {
      start = Math.min(start, commonStart(first, text));
    }
    for (String text : texts) {
      end =
          Math.min(
              end,
              Math.min(commonEnd(first, text), Math.min(first.length(), text.length()) - start));
    }
    return first.substring(0, start) + "\1" + first.substring(first.length() - end);
  }

  private static int commonStart(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    return i;
  }

  private static int commonEnd(String a, String b) {
    int i = 0;
    while (i < a.length()
        && i < b.length()
        && a.charAt(a.length() - 1 - i) == b.charAt(b.length() - 1 - i)) {
      i++;
    }
    return i;
  }

  private String anyBelowCommonFolder() {
    String common = paths.get(0);
    for (String path : paths) {
      common = common.substring(0, commonStart(common, path));
    }
    String folder = common.substring(0, common.lastIndexOf('/') + 1);
    List<String> names =
        paths.stream().map(path -> path.substring(path.lastIndexOf('/') + 1)).toList();
    String name =
        names.stream().allMatch(names.get(0)::equals)
            ? escaped(names.get(0))
            : escaped(between(names)).replace("\1", "*");
    return escaped(folder) + "**/" + name;
  }

  private static String escaped(String text) {
    return SPECIAL.matcher(text).replaceAll("\\\\$0");
  }
}
