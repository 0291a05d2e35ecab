package io.snowgauge.pipelines.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * Bars beside each other as SVG. It is stretched to the width of the page, so what is written at it
 * stands outside.
 *
 * @param label what it shows, for those who do not see it
 * @param top what its upper edge stands for
 * @param middle what half its height stands for
 * @param from what the left end stands for
 * @param to what the right end stands for
 * @param width of the drawing, of which each bar has {@value #BAR}
 * @param bars from left to right
 */
record BarChart(
    String label, String top, String middle, String from, String to, int width, List<Bar> bars) {
  private static final int BAR = 10;
  private static final double HEIGHT = 100;

  /** What is there is seen, however little of all it is. */
  private static final double LEAST = 1;

  /**
   * One bar.
   *
   * @param title what it says
   * @param left where it starts
   * @param isTroubled whether it is to be marked
   * @param pieces of it
   */
  record Bar(String title, int left, boolean isTroubled, List<Piece> pieces) {}

  /**
   * A rectangle.
   *
   * @param kind how it is painted, a name of the page's style
   */
  record Piece(String kind, String x, String y, String width, String height) {}

  /**
   * What a bar shows.
   *
   * @param title in words
   * @param outline the height of a frame
   * @param lower the height of what fills it from below
   * @param upper the height of what fills it above that
   */
  record Value(String title, boolean isTroubled, double outline, double lower, double upper) {}

  /**
   * Draws.
   *
   * @param scale how a number is written at the edge
   */
  static BarChart of(
      String label, String from, String to, List<Value> values, DoubleFunction<String> scale) {
    double highest =
        values.stream()
            .mapToDouble(value -> Math.max(value.outline(), value.lower() + value.upper()))
            .max()
            .orElse(0);
    double top = roundedUp(highest);
    List<Bar> bars = new ArrayList<>();
    for (Value value : values) {
      int left = bars.size() * BAR;
      bars.add(new Bar(value.title(), left, value.isTroubled(), pieces(value, left, top)));
    }
    return new BarChart(
        label, scale.apply(top), scale.apply(top / 2), from, to, bars.size() * BAR, bars);
  }

  private static List<Piece> pieces(Value value, int left, double top) {
    List<Piece> pieces = new ArrayList<>();
    double lower = height(value.lower(), top);
    double upper = height(value.upper(), top);
    add(pieces, "lower", left + 2, 0, BAR - 4, lower);
    add(pieces, "upper", left + 2, lower, BAR - 4, upper);
    add(pieces, "outline", left + 1, 0, BAR - 2, height(value.outline(), top));
    return pieces;
  }

  private static double height(double value, double top) {
    return value <= 0 ? 0 : Math.max(LEAST, value / top * HEIGHT);
  }

  private static void add(
      List<Piece> pieces, String kind, int x, double base, int width, double height) {
    if (height > 0) {
      pieces.add(
          new Piece(
              kind,
              String.valueOf(x),
              number(HEIGHT - base - height),
              String.valueOf(width),
              number(height)));
    }
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  /** The next of few numbers that can be halved by eye. */
  static double roundedUp(double number) {
    if (number <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(number)));
    for (double step : new double[] {1, 1.2, 1.6, 2, 3, 4, 5, 6, 8}) {
      if (number <= step * power) {
        return step * power;
      }
    }
    return 10 * power;
  }
}
