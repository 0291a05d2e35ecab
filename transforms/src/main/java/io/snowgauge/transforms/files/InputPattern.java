package io.snowgauge.transforms.files;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A glob over absolute URIs with named captures: {@code file:///data/{farm}/lsb.users*}.
 *
 * <p>{@code *} and {@code ?} stay within a path segment, a segment that is {@code **} stands for
 * any number of segments, {@code [a-z]} and {@code [!a-z]} are one character, a backslash makes the
 * next character literal, and {@code {name}} captures {@code [^/]+}. A capture that occurs twice
 * must match the same text, and {@code {date}} must be an ISO date. {@code {date:yyyyMMdd}} is one
 * written otherwise, and one may be put together of several parts: {@code
 * {date:yyyy}/{date:MM}/{date:dd}}. Names that start with a dot are only matched where the
 * pattern's segment starts with one, as a shell does. Sidecar manifests are never matched.
 */
public final class InputPattern implements Serializable {
  /** The capture that drives backfills. */
  public static final String DATE = "date";

  private static final Pattern CAPTURE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  /** In front of how a date, or a part of one, is written. */
  private static final String DATE_PART = DATE + ":";

  private static final Pattern DATE_FORM = Pattern.compile("yyyy|MM|dd|[-_. ]");
  private static final Map<String, String> DATE_FIELDS =
      Map.of("yyyy", "[0-9]{4}", "MM", "0[1-9]|1[0-2]", "dd", "0[1-9]|[12][0-9]|3[01]");

  private static final Pattern DATE_CAPTURE = Pattern.compile("\\{date(?::(?<form>[^}]*))?\\}");

  private static final String ISO_DATE = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])";

  /** What people write for a date, or for a part of one, in whatever way. */
  private static final String LIKE_A_DATE = "[0-9]{1,4}[-_. ]?[0-9]{1,2}[-_. ]?[0-9]{1,4}";

  private static final String LIKE_A_PART = "[-_. ]?[0-9]{1,4}[-_. ]?";

  /** Of keys in a store, folders may be without a name: {@code in//sales.csv}. */
  private static final String ANY_FOLDERS = "(?:(?:[^./][^/]*)?/)*";

  private static final String ANY_FILE = "[^./][^/]*";

  private static final String NO_DOT = "(?!\\.)";

  private static final String SPECIAL = "*?[{";

  private final String text;
  private final String root;
  private final String prefix;
  private final List<Pattern> segments;
  private final Pattern whole;

  /** The same for whatever looks like a date; null where the pattern has none. */
  private final @Nullable Pattern misdated;

  /** The same where names may start with dots. */
  private final Pattern withDots;

  /** What the groups of {@link #whole} are; parts of a date among them. */
  private final List<String> groups;

  private final List<String> captures;

  private InputPattern(
      String text,
      String root,
      String prefix,
      List<Pattern> segments,
      Pattern whole,
      List<String> groups) {
    this.text = text;
    this.root = root;
    this.prefix = prefix;
    this.segments = List.copyOf(segments);
    this.whole = whole;
    this.groups = List.copyOf(groups);
    this.captures =
        groups.stream().map(name -> name.startsWith(DATE_PART) ? DATE : name).distinct().toList();
    this.misdated = captures.contains(DATE) ? withAnyDate(whole) : null;
    this.withDots = withDots(whole);
  }

  /**
   * Reads a pattern.
   *
   * @param text an absolute URI whose path may hold globs and captures
   * @throws IllegalArgumentException with what was expected and found, for the configuration's
   *     error list
   */
  public static InputPattern parse(String text) {
    int path = text.indexOf("://") < 0 ? 0 : text.indexOf("://") + 3;
    List<String> captures = new ArrayList<>();
    List<Pattern> segments = new ArrayList<>();
    StringBuilder whole = new StringBuilder();
    StringBuilder root = new StringBuilder();
    String[] parts = text.substring(path).split("/", -1);
    int literal = 0;
    while (literal < parts.length - 1 && isLiteral(parts[literal])) {
      root.append(unescape(parts[literal++])).append('/');
    }
    for (int i = literal; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      if (parts[i].equals("**")) {
        segments.add(Pattern.compile(""));
        whole.append(ANY_FOLDERS).append(last ? ANY_FILE : "");
      } else {
        StringBuilder regex = new StringBuilder();
        segment(parts[i], regex, captures);
        segments.add(Pattern.compile(regex.toString().replaceAll("\\\\k<c(\\d+)>", "[^/]+")));
        whole.append(regex).append(last ? "" : "/");
      }
    }
    if (parts[parts.length - 1].isEmpty()) {
      throw new IllegalArgumentException("expected a file name or glob after the last '/'");
    }
    requireWholeDate(captures, text);
    String folder = text.substring(0, path) + root;
    Pattern complete = Pattern.compile(Pattern.quote(folder) + whole);
    String prefix = folder + literalStart(parts[literal]);
    return new InputPattern(text, folder, prefix, segments, complete, captures);
  }

  private static Pattern withAnyDate(Pattern exact) {
    String regex = exact.pattern().replace(ISO_DATE, LIKE_A_DATE);
    for (String field : DATE_FIELDS.values()) {
      regex = regex.replace(field, LIKE_A_PART);
    }
    return Pattern.compile(regex);
  }

  private static Pattern withDots(Pattern exact) {
    return Pattern.compile(
        exact
            .pattern()
            .replace(NO_DOT, "")
            .replace(ANY_FOLDERS, "(?:[^/]*/)*")
            .replace(ANY_FILE, "[^/]+"));
  }

  private static void requireWholeDate(List<String> groups, String text) {
    boolean any = groups.stream().anyMatch(name -> name.startsWith(DATE_PART));
    boolean all =
        DATE_FIELDS.keySet().stream().allMatch(field -> groups.contains(DATE_PART + field));
    if (any && (!all || groups.contains(DATE))) {
      throw new IllegalArgumentException(
          "expected a date of yyyy, MM and dd, or {date} alone, but found '" + text + "'");
    }
  }

  private static boolean isLiteral(String segment) {
    return segment.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0);
  }

  /** What every name that matches a segment starts with. */
  private static String literalStart(String segment) {
    StringBuilder start = new StringBuilder();
    for (int i = 0; i < segment.length() && SPECIAL.indexOf(segment.charAt(i)) < 0; i++) {
      if (segment.charAt(i) == '\\' && i + 1 < segment.length()) {
        i++;
      }
      start.append(segment.charAt(i));
    }
    return start.toString();
  }

  private static String unescape(String segment) {
    return segment.replaceAll("\\\\(.)", "$1");
  }

  private static void segment(String segment, StringBuilder regex, List<String> captures) {
    if (!segment.startsWith(".") && !segment.startsWith("\\.")) {
      regex.append(NO_DOT);
    }
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      switch (c) {
        case '*' -> regex.append("[^/]*");
        case '?' -> regex.append("[^/]");
        case '[' -> i = characterClass(segment, i, regex);
        case '{' -> i = capture(segment, i, regex, captures);
        case '\\' -> {
          i++;
          literal(i < segment.length() ? segment.charAt(i) : '\\', regex);
        }
        default -> literal(c, regex);
      }
    }
  }

  /** One UTF-16 unit: halves of a surrogate pair must stay side by side. */
  private static void literal(char c, StringBuilder regex) {
    if (c < 0x80 && !Character.isLetterOrDigit(c)) {
      regex.append('\\');
    }
    regex.append(c);
  }

  private static int characterClass(String segment, int open, StringBuilder regex) {
    int close = segment.indexOf(']', open + 2);
    if (close < 0) {
      throw new IllegalArgumentException(
          "expected ']' to close the '[' in '" + segment + "'; write '\\[' for a literal one");
    }
    String body = segment.substring(open + 1, close);
    boolean negated = body.startsWith("!");
    regex.append(negated ? "[^/" : "(?!/)[");
    regex.append((negated ? body.substring(1) : body).replaceAll("[\\[\\]\\\\^&]", "\\\\$0"));
    regex.append(']');
    return close;
  }

  private static int capture(String segment, int open, StringBuilder regex, List<String> captures) {
    int close = segment.indexOf('}', open);
    String name = close < 0 ? "" : segment.substring(open + 1, close);
    if (name.startsWith(DATE_PART)) {
      date(name.substring(DATE_PART.length()), regex, captures);
      return close;
    }
    if (!CAPTURE_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "expected a capture such as {farm} (letters, digits, underscores) but found '"
              + segment.substring(open, close < 0 ? segment.length() : close + 1)
              + "'; write '\\{' for a literal brace");
    }
    group(name, name.equals(DATE) ? ISO_DATE : "[^/]+", regex, captures);
    return close;
  }

  private static void group(String name, String body, StringBuilder regex, List<String> groups) {
    int known = groups.indexOf(name);
    if (known >= 0) {
      regex.append("\\k<c").append(known).append('>');
    } else {
      regex.append("(?<c").append(groups.size()).append('>').append(body).append(')');
      groups.add(name);
    }
  }

  /** A date, or a part of one, as it is written in one segment. */
  private static void date(String form, StringBuilder regex, List<String> groups) {
    Matcher parts = DATE_FORM.matcher(form);
    int end = 0;
    while (end < form.length() && parts.find(end) && parts.start() == end) {
      String part = parts.group();
      if (DATE_FIELDS.containsKey(part)) {
        group(DATE_PART + part, DATE_FIELDS.get(part), regex, groups);
      } else {
        literal(part.charAt(0), regex);
      }
      end = parts.end();
    }
    if (form.isEmpty() || end < form.length()) {
      throw new IllegalArgumentException(
          "expected a date of yyyy, MM and dd, such as {date:yyyyMMdd}, but found '{"
              + DATE_PART
              + form
              + "}'");
    }
  }

  /**
   * The captured texts by name, in the order of the pattern, if the pattern matches all of {@code
   * uri}.
   */
  public Optional<Map<String, String>> match(String uri) {
    Matcher matcher = whole.matcher(uri);
    if (Sidecar.isSidecar(uri) || !matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> found = new LinkedHashMap<>();
    for (String name : captures) {
      int group = groups.indexOf(name);
      found.put(name, group < 0 ? date(matcher) : matcher.group("c" + group));
    }
    String date = found.get(DATE);
    return date == null || isDate(date) ? Optional.of(found) : Optional.empty();
  }

  /**
   * Whether a URI would match if its date were written as the pattern has it, or were a day that
   * exists.
   */
  public boolean isMisdated(String uri) {
    return misdated != null
        && misdated.matcher(uri).matches()
        && !Sidecar.isSidecar(uri)
        && match(uri).isEmpty();
  }

  /** Whether a URI would match if names that start with a dot were as good as others. */
  public boolean isHidden(String uri) {
    return uri.contains("/.")
        && withDots.matcher(uri).matches()
        && !Sidecar.isSidecar(uri)
        && match(uri).isEmpty();
  }

  /** The same of a folder's name as segment {@code index} below the root. */
  public boolean isMisdatedFolder(int index, String name) {
    return misdated != null
        && !isAnyDepth(index)
        && !segmentMatches(index, name)
        && withAnyDate(segments.get(index)).matcher(name).matches();
  }

  /** The date that the parts of one are, by ISO 8601. */
  private String date(Matcher matcher) {
    return part(matcher, "yyyy") + "-" + part(matcher, "MM") + "-" + part(matcher, "dd");
  }

  private String part(Matcher matcher, String field) {
    return matcher.group("c" + groups.indexOf(DATE_PART + field));
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /** The names of the captures, in the order of the pattern. */
  public List<String> captures() {
    return captures;
  }

  /** The folder that holds everything the pattern can match, with a '/' at its end. */
  public String root() {
    return root;
  }

  /** What the URI of everything that the pattern can match starts with: the root, or longer. */
  public String prefix() {
    return prefix;
  }

  /** What the URI of everything starts with that the pattern can match and that has a date. */
  public String prefix(LocalDate date) {
    String rest = text;
    StringBuilder start = new StringBuilder();
    while (!rest.isEmpty()) {
      Matcher dated = DATE_CAPTURE.matcher(rest);
      if (dated.lookingAt()) {
        String form = Objects.requireNonNullElse(dated.group("form"), "yyyy-MM-dd");
        start.append(written(date, form));
        rest = rest.substring(dated.end());
      } else if (SPECIAL.indexOf(rest.charAt(0)) >= 0) {
        return start.toString();
      } else {
        int character = rest.charAt(0) == '\\' && rest.length() > 1 ? 1 : 0;
        start.append(rest.charAt(character));
        rest = rest.substring(character + 1);
      }
    }
    return start.toString();
  }

  private static String written(LocalDate date, String form) {
    return form.replace("yyyy", "%04d".formatted(date.getYear()))
        .replace("MM", "%02d".formatted(date.getMonthValue()))
        .replace("dd", "%02d".formatted(date.getDayOfMonth()));
  }

  /** How many path segments lie below {@link #root}. */
  public int depth() {
    return segments.size();
  }

  /** Whether segment {@code index} below the root is {@code **}. */
  public boolean isAnyDepth(int index) {
    return segments.get(index).pattern().isEmpty();
  }

  /** Whether segment {@code index} below the root can be {@code name}. */
  public boolean segmentMatches(int index, String name) {
    return segments.get(index).matcher(name).matches();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InputPattern pattern && pattern.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The pattern as written. */
  @Override
  public String toString() {
    return text;
  }
}
