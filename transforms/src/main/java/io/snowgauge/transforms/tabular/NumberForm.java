package io.snowgauge.transforms.tabular;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How numbers are written, by the example of 1234.56: {@code 1.234,56 \u20ac}.
 *
 * @param thousands what may stand between groups of three digits in front of the decimal mark, or
 *     nothing
 * @param decimal what stands in front of the fraction
 * @param prefix what may stand in front of the number, or nothing
 * @param suffix what may stand behind it, or nothing
 */
public record NumberForm(String thousands, String decimal, String prefix, String suffix) {
  private static final String SPACES = "[ \\t\\u00a0\\u202f]*";

  /** A sign may stand on either side of the prefix, so that neither is part of one. */
  private static final String AFFIX = "[^0-9.,'+\\- \\t\\u00a0\\u202f]{0,8}";

  private static final Pattern EXAMPLE =
      Pattern.compile(
          "(?<prefix>"
              + AFFIX
              + ")"
              + SPACES
              + "1(?<thousands>[., '\\u00a0\\u202f\\u2019]?)234(?:(?<decimal>[.,])56)?"
              + SPACES
              + "(?<suffix>"
              + AFFIX
              + ")");

  /**
   * The form that an example shows.
   *
   * @throws IllegalArgumentException with what was expected and found
   */
  public static NumberForm like(String example) {
    Matcher parts = EXAMPLE.matcher(example);
    boolean isExample = parts.matches();
    String thousands = isExample ? parts.group("thousands") : "";
    String decimal = isExample && parts.group("decimal") != null ? parts.group("decimal") : "";
    if (!isExample || (!thousands.isEmpty() && thousands.equals(decimal))) {
      throw new IllegalArgumentException(
          "expected how 1234.56 is written, such as '1.234,56 \u20ac', but found '"
              + example
              + "'");
    }
    return new NumberForm(thousands, decimal, parts.group("prefix"), parts.group("suffix"));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
