package io.snowgauge.pipelines.config;

/**
 * An amount and its unit: {@code 15 minutes}.
 *
 * @param amount not negative
 * @param unit without blanks around it, or empty
 */
record Quantity(long amount, String unit) {
  /**
   * Splits a text after its digits.
   *
   * @throws NumberFormatException if it does not start with digits, or with too many
   */
  static Quantity of(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    int unit = digits;
    while (unit < text.length() && text.charAt(unit) == ' ') {
      unit++;
    }
    return new Quantity(Long.parseLong(text.substring(0, digits)), text.substring(unit));
  }
}
