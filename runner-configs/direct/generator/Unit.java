import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The business units: when they are open, and how each writes its files. */
enum Unit {
  BERLIN("\n", "", "yyyy-MM-dd'T'HH:mm:ss", "+01:00"),
  OSAKA("\r\n", "", "yyyy-MM-dd HH:mm:ss", "+09:00"),
  PORTO("\n", "\ufeff", "yyyy-MM-dd HH:mm", ""),
  QUITO("\n", "", "yyyy-MM-dd'T'HH:mm:ss", "-05"),
  SYDNEY("\n", "", "yyyy-MM-dd'T'HH:mm:ss.SSS", "Z");

  private static final LocalDate LOYALTY_STARTS = LocalDate.of(2026, 1, 16);
  private static final List<String> COLUMNS =
      List.of(
          "transaction_id",
          "product_id",
          "customer_id",
          "quantity",
          "total_price",
          "transaction_date",
          "payment_method");

  private final String lineEnd;
  private final String mark;
  private final DateTimeFormatter timeFormat;
  private final String offset;

  Unit(String lineEnd, String mark, String timeFormat, String offset) {
    this.lineEnd = lineEnd;
    this.mark = mark;
    this.timeFormat = DateTimeFormatter.ofPattern(timeFormat, Locale.ROOT);
    this.offset = offset;
  }

  /** The file's text; every line, the last one too, ends as the unit ends lines. */
  String text(LocalDate date, List<String> lines) {
    return mark
        + String.join(",", columns(date))
        + lineEnd
        + lines.stream().map(line -> line + lineEnd).collect(Collectors.joining());
  }

  String time(LocalDateTime at) {
    return timeFormat.format(at) + offset;
  }

  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isOpen(LocalDate date) {
    return switch (this) {
      case BERLIN -> date.getDayOfWeek() != DayOfWeek.SUNDAY;
      case OSAKA -> date.getDayOfMonth() > 3;
      case PORTO -> true;
      case QUITO -> date.getDayOfWeek() != DayOfWeek.MONDAY;
      case SYDNEY -> date.getDayOfMonth() != 1 && date.getDayOfMonth() != 26;
    };
  }

  List<String> columns(LocalDate date) {
    List<String> columns = new ArrayList<>(COLUMNS);
    if (this == QUITO) {
      columns.add(0, columns.remove(5));
      columns.add(2, columns.remove(6));
    }
    if (this == SYDNEY && !date.isBefore(LOYALTY_STARTS)) {
      columns.add(4, "loyalty_points");
    }
    return columns;
  }

  String file(LocalDate date) {
    return "landing/" + folder() + "/sales-" + date + ".csv";
  }

  Instant sentAt(LocalDate date) {
    return date.plusDays(1).atTime(2, 5 + 7 * ordinal()).toInstant(ZoneOffset.UTC);
  }
}
