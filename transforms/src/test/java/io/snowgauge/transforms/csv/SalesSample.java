package io.snowgauge.transforms.csv;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Orders as a shop exports them; the same for the same size. */
final class SalesSample {
  private static final int SEED = 20260131;
  private static final List<String> PRODUCTS =
      List.of("Steel pipe 5\"", "Copper wire, 2mm", "Hammer", "Screwdriver set", "White paint");
  private static final String HEADER = "order_id,customer,product,quantity,price,ordered_at,note\n";

  private SalesSample() {}

  /**
   * A file of at least {@code length} characters, whole lines.
   *
   * @param quoteAll whether every field is quoted, or only those that have to be
   */
  static String text(int length, boolean quoteAll) {
    Random random = new Random(SEED);
    StringBuilder text = new StringBuilder(HEADER);
    for (int order = 1_000_001; text.length() < length; order++) {
      List<String> fields =
          List.of(
              Integer.toString(order),
              "Customer " + random.nextInt(50_000),
              PRODUCTS.get(random.nextInt(PRODUCTS.size())),
              Integer.toString(1 + random.nextInt(20)),
              String.format(Locale.ROOT, "%d.%02d", random.nextInt(1000), random.nextInt(100)),
              "2026-01-" + (10 + random.nextInt(20)) + "T10:15:30Z",
              random.nextInt(4) == 0 ? "please deliver to the back door" : "");
      for (int i = 0; i < fields.size(); i++) {
        text.append(i == 0 ? "" : ",").append(rendered(fields.get(i), quoteAll));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String rendered(String field, boolean quoted) {
    return quoted || field.contains("\"") || field.contains(",")
        ? '"' + field.replace("\"", "\"\"") + '"'
        : field;
  }
}
