package io.snowgauge.pipelines.infer;

import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.tabular.ColumnValues;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import io.snowgauge.transforms.tabular.EpochUnit;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.tabular.InputColumn;
import io.snowgauge.transforms.text.Excerpt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column: the narrowest that takes all of its values, but for texts that stand for
 * null.
 */
final class ColumnGuess {
  /** Texts that stand for null where they keep a column from having another type than STRING. */
  private static final Set<String> NULLS =
      Set.of(
          "NULL", "null", "Null", "N/A", "n/a", "NA", "#N/A", "NaN", "nan", "None", "none", "-",
          "--", "\\N", "(null)", "?");

  /** A number that is more of a name: nobody counts with it. */
  private static final Pattern CODE = Pattern.compile("[+-]?0[0-9]+|\\+[0-9]+");

  private static final Pattern PLAIN_NUMBER = Pattern.compile("[+-]?([0-9]*)(?:\\.([0-9]*))?");
  private static final Pattern WORD = Pattern.compile("(?i)true|false|yes|no");
  private static final Pattern STRUCTURE = Pattern.compile("(?s)\\s*[\\[{].*");

  /** As many digits as any double keeps, and as the shortest text of one may have. */
  private static final int EXACT_DIGITS = 15;

  private static final int DOUBLE_DIGITS = 17;

  private static final String COMPACT_DATE = "yyyyMMdd";
  private static final Pattern COMPACT_DAY = Pattern.compile("(19|20)[0-9]{6}");
  private static final Pattern TIME_NAME =
      Pattern.compile("(?i)ts|.*(time|_at|_ts|date|datum|day|epoch|created|updated|modified).*");
  private static final Pattern OFFSET = Pattern.compile(".*[+-][0-9]{2}(:?[0-9]{2})?");
  private static final Pattern IN_THOUSANDS = Pattern.compile("[+-]?[0-9]{1,3}(\\.[0-9]{3})*");

  private final String name;
  private final List<String> values;
  private final Evidence evidence;
  private final Set<String> nullTokens = new TreeSet<>();

  /** Of values that are not null, of which blank ones are none either; the evidence gets why. */
  ColumnGuess(String name, List<String> values, Evidence evidence) {
    this.name = name;
    this.values = values.stream().filter(value -> !value.isBlank()).toList();
    this.evidence = evidence;
  }

  /** What stands for null in the column. */
  Set<String> nullTokens() {
    return nullTokens;
  }

  /** The type as a configuration has it. */
  String type() {
    if (values.isEmpty()) {
      evidence.add(name, "STRING, there is no value in the sample");
      return "STRING";
    }
    List<String> others = values.stream().filter(value -> !NULLS.contains(value.strip())).toList();
    String type = others.isEmpty() ? null : typed(others);
    if (type == null) {
      evidence.add(name, "STRING" + why());
      return "STRING";
    }
    Map<String, Long> nulls = new LinkedHashMap<>();
    for (String value : values) {
      if (NULLS.contains(value.strip())) {
        nullTokens.add(value.strip());
        nulls.merge(value.strip(), 1L, Long::sum);
      }
    }
    StringBuilder why = new StringBuilder();
    nulls.forEach(
        (token, count) ->
            why.append("; %,d %s '%s'".formatted(count, count == 1 ? "is" : "are", token)));
    evidence.add(
        name, "%s, %,d of %,d values%s".formatted(type, others.size(), values.size(), why));
    return type;
  }

  private @Nullable String typed(List<String> others) {
    if (others.stream().anyMatch(value -> CODE.matcher(value.strip()).matches())) {
      return null;
    }
    if (others.stream().allMatch(value -> WORD.matcher(value.strip()).matches())) {
      return "BOOLEAN";
    }
    if (takes(ColumnType.INTEGER, null, others)) {
      String unit = epochUnit(others);
      return unit == null ? integer(others) : "TIMESTAMP FORMAT '" + unit + "'";
    }
    if (takes(ColumnType.FLOAT, null, others)) {
      return decimal(others);
    }
    if (takes(ColumnType.DATE, null, others)) {
      return "DATE";
    }
    if (takes(ColumnType.TIMESTAMP, null, others)) {
      boolean hasOffsets =
          others.stream().allMatch(value -> OFFSET.matcher(value.strip()).matches());
      return hasOffsets ? "TIMESTAMP_TZ" : "TIMESTAMP";
    }
    if (takes(ColumnType.TIME, null, others)) {
      return "TIME";
    }
    if (others.stream().allMatch(value -> STRUCTURE.matcher(value).matches())
        && takes(ColumnType.JSON, null, others)) {
      return "VARIANT";
    }
    String form = form(ColumnType.DATE, "DATE", WrittenForms.DATES, others);
    form =
        form == null ? form(ColumnType.TIMESTAMP, "TIMESTAMP", WrittenForms.TIMES, others) : form;
    return form == null
        ? form(ColumnType.number(18, 6), "NUMBER(18,6)", WrittenForms.numbers(others), others)
        : form;
  }

  private @Nullable String form(
      ColumnType type, String typeName, List<String> forms, List<String> others) {
    List<String> fitting = forms.stream().filter(form -> takes(type, form, others)).toList();
    if (fitting.isEmpty()) {
      return null;
    }
    if (fitting.stream().anyMatch(WrittenForms::hasDayFirst)
        && fitting.stream().anyMatch(WrittenForms::hasMonthFirst)) {
      evidence.add(name, "day and month could be the other way round: no day is above 12");
    }
    if (fitting.stream().anyMatch(WrittenForms::hasDecimalComma)
        && fitting.stream().anyMatch(WrittenForms::hasDecimalPoint)
        && others.stream().anyMatch(value -> value.contains(",") || value.contains("."))) {
      evidence.add(
          name, "marks between thousands could be decimal: each has three digits behind it");
    }
    return typeName + " FORMAT '" + fitting.get(0).replace("'", "''") + "'";
  }

  /** Points at every third digit are marks between thousands where others have decimal commas. */
  @Nullable String withDecimalCommas() {
    List<String> others = values.stream().filter(value -> !NULLS.contains(value.strip())).toList();
    boolean isMarked =
        others.stream().anyMatch(value -> value.contains("."))
            && others.stream().allMatch(value -> IN_THOUSANDS.matcher(value.strip()).matches());
    if (!isMarked) {
      return null;
    }
    String type = "INTEGER FORMAT '1.234'";
    evidence.add(
        name,
        type + " instead, for points stand between thousands where others have decimal commas");
    return type;
  }

  private String integer(List<String> others) {
    boolean isDate =
        TIME_NAME.matcher(name).matches()
            && others.stream().allMatch(value -> COMPACT_DAY.matcher(value.strip()).matches())
            && takes(ColumnType.DATE, COMPACT_DATE, others);
    return isDate ? "DATE FORMAT '" + COMPACT_DATE + "'" : "INTEGER";
  }

  /** Where the name says that it is a time, and the numbers are those of the last decades. */
  private @Nullable String epochUnit(List<String> others) {
    if (!TIME_NAME.matcher(name).matches()) {
      return null;
    }
    for (EpochUnit unit : EpochUnit.values()) {
      int digits =
          switch (unit) {
            case SECONDS -> 10;
            case MILLISECONDS -> 13;
            case MICROSECONDS -> 16;
          };
      if (others.stream()
          .allMatch(value -> value.strip().matches("1[0-9]{" + (digits - 1) + "}"))) {
        return unit.formatName();
      }
    }
    return null;
  }

  /** Null if no number holds all digits. */
  private static @Nullable String decimal(List<String> others) {
    int integer = 1;
    int fraction = 0;
    int digits = 1;
    for (String value : others) {
      var parts = PLAIN_NUMBER.matcher(value.strip());
      if (!parts.matches()) {
        return "FLOAT"; // It has an exponent.
      }
      String behind = parts.group(2) == null ? "" : parts.group(2);
      integer = Math.max(integer, parts.group(1).length());
      fraction = Math.max(fraction, behind.length());
      digits = Math.max(digits, (parts.group(1) + behind).replaceFirst("^0+", "").length());
    }
    if (integer + fraction > EXACT_DIGITS && fraction > 0 && digits <= DOUBLE_DIGITS) {
      return "FLOAT";
    }
    int precision = Math.min(integer + fraction + 3, ColumnType.MAX_PRECISION);
    return integer + fraction > precision ? null : "NUMBER(" + precision + "," + fraction + ")";
  }

  private static boolean takes(ColumnType type, @Nullable String form, List<String> texts) {
    InputColumn column = new InputColumn("c", type, false, form);
    ColumnValues reader = new ColumnValues(new DeclaredColumns(List.of(column), ExtraColumns.KEEP));
    for (String text : texts) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      reader.clear();
      if (reader.set(0, utf8, 0, utf8.length) != null) {
        return false;
      }
    }
    return true;
  }

  /** Why it is none of the other types, if only few values or their nanoseconds are the reason. */
  private String why() {
    if (takes(ColumnType.TIMESTAMP.inNanoseconds(), null, values)) {
      return ", for these are nanoseconds; in Snowflake TIMESTAMP(9) holds them";
    }
    for (ColumnType type :
        List.of(ColumnType.INTEGER, ColumnType.FLOAT, ColumnType.DATE, ColumnType.TIMESTAMP)) {
      List<String> misfits = new ArrayList<>();
      for (String value : values) {
        if (!takes(type, null, List.of(value))) {
          misfits.add(value);
        }
      }
      if (!misfits.isEmpty() && misfits.size() <= values.size() / 5) {
        return ", though %,d of %,d values are %s; others are such as '%s'"
            .formatted(
                values.size() - misfits.size(),
                values.size(),
                type.kind().name().replace("_NTZ", ""),
                Excerpt.of(misfits.get(0)));
      }
    }
    return ", such as '" + Excerpt.of(values.get(0)) + "'";
  }
}
