package io.snowgauge.pipelines.infer;

import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Forms in which people write dates, times and numbers, the likelier first. */
final class WrittenForms {
  static final List<String> DATES =
      List.of(
          "dd.MM.yyyy",
          "d.M.yyyy",
          "yyyy/MM/dd",
          "dd/MM/yyyy",
          "MM/dd/yyyy",
          "d/M/yyyy",
          "M/d/yyyy",
          "dd-MM-yyyy",
          "MM-dd-yyyy",
          "dd-MMM-yyyy",
          "dd-MMM-yy",
          "d MMM yyyy",
          "MMM d, yyyy");

  static final List<String> TIMES =
      List.of(
          "dd.MM.yyyy HH:mm:ss",
          "dd.MM.yyyy HH:mm",
          "d.M.yyyy H:mm",
          "yyyy/MM/dd HH:mm:ss",
          "dd/MM/yyyy HH:mm:ss",
          "dd/MM/yyyy HH:mm",
          "MM/dd/yyyy HH:mm:ss",
          "MM/dd/yyyy HH:mm",
          "d/M/yyyy H:mm",
          "M/d/yyyy H:mm",
          "d/M/yyyy H:mm:ss",
          "M/d/yyyy H:mm:ss",
          "M/d/yyyy h:mm a",
          "M/d/yyyy h:mm:ss a",
          "dd-MMM-yyyy HH:mm:ss");

  private static final String POINT = "1,234.56";
  private static final Pattern ZERO = Pattern.compile("[^0-9]*0,.*");
  private static final List<String> NUMBERS =
      List.of("1.234,56", POINT, "1 234,56", "1'234.56", "1234,56", "1234.56");

  /** What may stand around a number; neither part of it nor a sign. */
  private static final Pattern AFFIXED =
      Pattern.compile(
          "[+-]?(?<prefix>[^0-9.,'+\\-\\s\\u00a0\\u202f]{0,8})[\\s\\u00a0\\u202f]*[+-]?[0-9]"
              + "[0-9.,'\\u2019 \\u00a0\\u202f]*?"
              + "[\\s\\u00a0\\u202f]*(?<suffix>[^0-9.,'+\\-\\s\\u00a0\\u202f]{0,8})");

  private static final Pattern UNIT = Pattern.compile("%|\\p{Sc}");
  private static final String CODE = "";

  private WrittenForms() {}

  /** Forms of numbers, with what stands around these where that is one text. */
  static List<String> numbers(List<String> values) {
    Set<String> prefixes = affixes(values, "prefix");
    Set<String> suffixes = affixes(values, "suffix");
    // A comma with three digits behind it stands between thousands, unless it is behind a zero.
    boolean hasZero = values.stream().anyMatch(value -> ZERO.matcher(value).matches());
    List<String> plain = new ArrayList<>(NUMBERS);
    if (!hasZero) {
      plain.remove(POINT);
      plain.add(0, POINT);
    }
    List<String> forms = new ArrayList<>(plain);
    boolean hasUnit = prefixes.size() + suffixes.size() == 1;
    if (hasUnit && !prefixes.contains(CODE) && !suffixes.contains(CODE)) {
      String prefix = String.join("", prefixes);
      String suffix = String.join("", suffixes);
      plain.forEach(form -> forms.add(prefix + form + suffix));
    }
    return forms;
  }

  /** A sign or the ISO code of a currency, or per cent. */
  private static boolean isUnit(String affix) {
    return UNIT.matcher(affix).matches()
        || Currency.getAvailableCurrencies().stream()
            .anyMatch(currency -> currency.getCurrencyCode().equals(affix));
  }

  private static Set<String> affixes(List<String> values, String side) {
    return values.stream()
        .map(value -> AFFIXED.matcher(value.strip()))
        .filter(Matcher::matches)
        .map(parts -> parts.group(side))
        .filter(affix -> !affix.isEmpty())
        .distinct()
        // Anything else makes it a code: nobody counts with P012.
        .map(affix -> isUnit(affix) ? affix : CODE)
        .collect(Collectors.toSet());
  }

  static boolean hasDayFirst(String form) {
    return form.startsWith("d") && !form.contains("MMM");
  }

  static boolean hasDecimalComma(String form) {
    return form.contains(",56");
  }

  static boolean hasDecimalPoint(String form) {
    return form.contains(".56");
  }

  static boolean hasMonthFirst(String form) {
    return form.startsWith("M") && !form.contains("MMM");
  }
}
