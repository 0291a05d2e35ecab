import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Makes the files of GloboLatte, a chain of coffee shops: the sales of January 2026, one file a
 * business unit and day, and three reference files.
 *
 * <pre>java runner-configs/direct/GloboLatte.java [--folder DIR] [--seed N] [--corrections]</pre>
 *
 * The same seed gives the same bytes and modification times, and a file that is right already is
 * not written again. {@code --corrections} overwrites some of the files with newer versions. Each
 * business unit writes CSV in its own way, as units do.
 *
 * <p>This source is ASCII, for JDK 17 reads it in the encoding of the platform.
 */
public final class GloboLatte {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2026, 1, 31);
  private static final LocalDate BAD_DAY = LocalDate.of(2026, 1, 14);
  private static final Instant REFERENCE_TIME = Instant.parse("2026-01-01T00:30:00Z");

  /** All corrections have one time, so that only their names tell which of two is the newer. */
  private static final Instant CORRECTION_TIME = Instant.parse("2026-02-02T03:00:00Z");

  private static final int FEWEST_SALES = 20;
  private static final String[] PAYMENTS = {
    "card",
    "card",
    "cash",
    "mobile",
    "\u4ea4\u901a\u7cfbIC",
    "", // not known
    "\"\"", // known to be none: on the house
    "\"voucher, 50 %\"",
    "\"gift card \"\"Caf\u00e9 Cr\u00e8me\"\"\"",
    "\"split:\ncash, card\""
  };

  private final Path folder;
  private final long seed;
  private int files;
  private int written;

  private GloboLatte(Path folder, long seed) {
    this.folder = folder;
    this.seed = seed;
  }

  public static void main(String[] arguments) throws IOException {
    Locale.setDefault(Locale.ROOT); // digits are ASCII everywhere
    Path folder = Path.of("runner-configs/direct/data/globolatte");
    long seed = 20260101;
    boolean corrections = false;
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--corrections")) {
        corrections = true;
      } else if (arguments[i].equals("--folder") && i + 1 < arguments.length) {
        folder = Path.of(arguments[++i]);
      } else if (arguments[i].equals("--seed")
          && i + 1 < arguments.length
          && arguments[i + 1].matches("-?\\d{1,18}")) {
        seed = Long.parseLong(arguments[++i]);
      } else {
        System.err.println(
            "expected [--folder DIR] [--seed N] [--corrections] but found '" + arguments[i] + "'");
        System.exit(2);
      }
    }
    GloboLatte globoLatte = new GloboLatte(folder, seed);
    if (corrections) {
      globoLatte.writeCorrections();
    } else {
      globoLatte.writeMonth();
    }
    System.out.printf(
        "%d files in %s, %d of them written%n", globoLatte.files, folder, globoLatte.written);
  }

  private void writeMonth() throws IOException {
    writeReference(false, REFERENCE_TIME);
    for (LocalDate date = FIRST; !date.isAfter(LAST); date = date.plusDays(1)) {
      for (Unit unit : Unit.values()) {
        if (unit.isOpen(date)) {
          writeSales(unit, date, lines(unit, date), unit.sentAt(date));
        }
      }
    }
  }

  private void writeCorrections() throws IOException {
    writeReference(true, CORRECTION_TIME);
    correct(Unit.BERLIN, 8);
    correct(Unit.OSAKA, 13);
    // Two days in a row: both corrections change the same sale.
    correct(Unit.QUITO, 20);
    correct(Unit.QUITO, 21);
    correct(Unit.SYDNEY, 22);
  }

  /** One sale changed, one left out, one added, and one of the day before changed. */
  private void correct(Unit unit, int day) throws IOException {
    LocalDate date = FIRST.withDayOfMonth(day);
    List<Sale> sales = sales(unit, date);
    sales.set(2, sales.get(2).withQuantity(sales.get(2).quantity() + 5));
    sales.add(sale(unit, date, sales.size() + 1));
    sales.remove(4);
    Sale before = sale(unit, lastOpenDayBefore(unit, date), 3);
    sales.add(before.withQuantity(before.quantity() + 10));
    List<String> columns = unit.columns(date);
    List<String> lines = sales.stream().map(sale -> sale.line(columns)).toList();
    writeSales(unit, date, lines, CORRECTION_TIME);
  }

  private List<String> lines(Unit unit, LocalDate date) {
    List<Sale> sales = sales(unit, date);
    Random random = random(unit.folder() + date + " changes");
    if (random.nextInt(3) == 0) {
      // The till sent a sale again, corrected.
      Sale again = sales.get(random.nextInt(FEWEST_SALES));
      sales.add(again.withQuantity(again.quantity() + 1));
    }
    if (random.nextInt(3) == 0 && date.getDayOfMonth() > 7) {
      Sale late = sale(unit, lastOpenDayBefore(unit, date), 1 + random.nextInt(FEWEST_SALES));
      sales.add(random.nextInt(sales.size()), late.withQuantity(late.quantity() + 2));
    }
    List<String> columns = unit.columns(date);
    List<String> lines = new ArrayList<>(sales.stream().map(sale -> sale.line(columns)).toList());
    if (unit == Unit.BERLIN && date.equals(BAD_DAY)) {
      lines.addAll(12, badLines());
    }
    return lines;
  }

  /** The first one repeats the transaction of a sound line, which it must not change. */
  private static List<String> badLines() {
    return List.of(
        "BER-20260114-0001,P001,C001,two,4.80,2026-01-14T09:00:00+01:00,card",
        "BER-20260114-0901,P001,C001,1.5,3.60,2026-01-14T09:01:00+01:00,card",
        "BER-20260114-0902,P001,C002,1,2.40,2026-02-30T09:02:00+01:00,\"split:\ncash, card\"",
        "BER-20260114-0903,P001,C002,1,2.40,2026-01-14T09:03:00+01:00",
        "BER-20260114-0904,P001,C003,1,2,40,2026-01-14T09:04:00+01:00,cash",
        "BER-20260114-0905,P001,C003,1,NaN,2026-01-14T09:05:00+01:00,card");
  }

  private List<Sale> sales(Unit unit, LocalDate date) {
    int count = FEWEST_SALES + random(unit.folder() + date).nextInt(37);
    List<Sale> sales = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      sales.add(sale(unit, date, i));
    }
    return sales;
  }

  /** A sale depends on its id alone, so that other days' files can repeat it. */
  private Sale sale(Unit unit, LocalDate date, int number) {
    String id =
        "%s-%s-%04d"
            .formatted(
                unit.name().substring(0, 3), date.format(DateTimeFormatter.BASIC_ISO_DATE), number);
    Random random = random(id);
    return new Sale(
        unit,
        id,
        random.nextInt(Reference.PRODUCTS.size()),
        random.nextInt(Reference.CUSTOMERS.size()),
        1 + random.nextInt(6),
        date.atTime(7, 0).plusSeconds(700L * number + random.nextInt(700)),
        PAYMENTS[random.nextInt(PAYMENTS.length)],
        random.nextInt(4) == 0 ? "" : "" + random.nextInt(200));
  }

  private static LocalDate lastOpenDayBefore(Unit unit, LocalDate date) {
    LocalDate before = date.minusDays(1);
    return unit.isOpen(before) ? before : lastOpenDayBefore(unit, before);
  }

  /** Neighbouring seeds of {@link Random} give alike numbers, so they are spread. */
  private Random random(String name) {
    return new Random((seed + name.hashCode()) * 0x9E3779B97F4A7C15L);
  }

  private void writeSales(Unit unit, LocalDate date, List<String> lines, Instant time)
      throws IOException {
    write(unit.file(date), unit.text(date, lines), time);
  }

  private void writeReference(boolean corrected, Instant time) throws IOException {
    String newer = corrected ? "-2026-02" : "";
    write("reference/products" + newer + ".csv", String.join("\n", Reference.products(corrected)) + "\n", time);
    write(
        "reference/customers" + newer + ".ndjson",
        String.join("\n", Reference.customers(corrected)) + "\n",
        time);
    write(
        "reference/business_units" + newer + ".csv",
        String.join("\n", Reference.businessUnits(corrected)) + "\n",
        time);
  }

  private void write(String name, String text, Instant time) throws IOException {
    Path file = folder.resolve(name);
    byte[] bytes = text.getBytes(UTF_8);
    Files.createDirectories(file.toAbsolutePath().getParent());
    if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
      Files.write(file, bytes);
      written++;
    }
    Files.setLastModifiedTime(file, FileTime.from(time));
    files++;
  }
}

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

/** A sale; {@code payment} and {@code loyalty} are as CSV has them. */
record Sale(
    Unit unit,
    String id,
    int product,
    int customer,
    int quantity,
    LocalDateTime at,
    String payment,
    String loyalty) {
  Sale withQuantity(int changed) {
    return new Sale(unit, id, product, customer, changed, at, payment, loyalty);
  }

  String line(List<String> columns) {
    return columns.stream().map(this::field).collect(Collectors.joining(","));
  }

  private String field(String column) {
    return switch (column) {
      case "transaction_id" -> id;
      case "product_id" -> "P%03d".formatted(product + 1);
      case "customer_id" -> "C%03d".formatted(customer + 1);
      // Blanks around a number do not count.
      case "quantity" -> quantity % 5 == 0 ? " " + quantity : "" + quantity;
      case "total_price" -> Reference.price(quantity * Reference.PRODUCTS.get(product).cents());
      case "transaction_date" -> unit.time(at);
      case "payment_method" -> payment;
      case "loyalty_points" -> loyalty;
      default -> throw new IllegalArgumentException(column);
    };
  }
}

/** What changes rarely: products, customers and business units, and their newer versions. */
final class Reference {
  /** {@code name} is as CSV has it. */
  record Product(String name, String category, int cents, int stock) {}

  static final List<Product> PRODUCTS =
      List.of(
          new Product("Espresso", "coffee", 240, 900),
          new Product("Caf\u00e9 au lait", "coffee", 380, 700),
          new Product("\"Latte, oat\"", "coffee", 430, 650),
          new Product("\"\"\"Globo\"\" latte\"", "coffee", 450, 800),
          new Product("\u62b9\u8336\u30e9\u30c6", "tea", 520, 120),
          new Product("Pastel de nata", "bakery", 150, 400),
          new Product("K\u00e4sekuchen", "bakery", 395, 60),
          new Product("\"Gift box\n(mug, beans)\"", "gifts", 2990, 35),
          new Product("\"Mug \"\"World Tour\"\",\n0.3 l\"", "gifts", 1250, 80),
          new Product("Lamington", "bakery", 310, 75),
          new Product("Chocolate \u2615 caliente", "\"\"", 360, 210),
          new Product("Filter paper 1\u00d74", "", 499, 0));

  /** As JSON strings have them. */
  static final List<String> CUSTOMERS =
      List.of(
          "Anneliese Gro\u00df",
          "\u7530\u4e2d \u3055\u304f\u3089",
          "Jo\u00e3o Sim\u00f5es",
          "Mar\u00eda \u00d1\u00e1\u00f1ez",
          "Siobh\u00e1n O'Neil",
          "\u0141ukasz \u017bak",
          "Dvo\u0159\u00e1k, Ji\u0159\u00ed",
          "Zo\u00eb \\\"Zo\\\" Ng",
          "\u041e\u043b\u0435\u043d\u0430 \u041a\u043e\u0432\u0430\u043b\u044c",
          "Ng\u0169g\u0129 \ud83e\udd92 Kamau",
          "Bob\\tTab",
          "\\u00c9lodie");

  private Reference() {}

  static List<String> products(boolean corrected) {
    List<Product> products = new ArrayList<>(PRODUCTS);
    if (corrected) {
      products.set(0, new Product("Espresso", "coffee", 260, 850));
      products.add(new Product("\"Cold brew, 0.5 l\"", "coffee", 540, 300));
    }
    List<String> lines = new ArrayList<>();
    lines.add("Product_ID,product_name,category,price,stock_quantity");
    for (int i = 0; i < products.size(); i++) {
      Product product = products.get(i);
      lines.add(
          "P%03d,%s,%s,%s,%d"
              .formatted(
                  i + 1,
                  product.name(),
                  product.category(),
                  price(product.cents()),
                  product.stock()));
    }
    if (corrected) {
      // No longer sold: it is left out of the file, and stays in the table.
      lines.removeIf(line -> line.startsWith("P010,"));
    }
    return lines;
  }

  static List<String> customers(boolean corrected) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < CUSTOMERS.size(); i++) {
      // The keys stand in any order; some have no email, and some do not even say so.
      String email =
          switch (i % 4) {
            case 0 -> "";
            case 1 -> ",\"email\":null";
            default -> ",\"email\":\"c%d@globolatte.example\"".formatted(i + 1);
          };
      String location = Unit.values()[corrected && i == 2 ? 0 : i % 5].folder();
      lines.add(
          "{\"location\":\"%s\",\"customer_id\":\"C%03d\",\"customer_name\":\"%s\"%s}"
              .formatted(location, i + 1, CUSTOMERS.get(i), email));
    }
    // The same customer twice in one file: the later line holds.
    lines.add(
        "{\"customer_id\":\"C001\",\"customer_name\":\"Anneliese"
            + " Gro\u00df-\u00d6z\",\"email\":\"\"}");
    return lines;
  }

  static List<String> businessUnits(boolean corrected) {
    return Arrays.asList(
        "business_unit_id,country,unit_name",
        "berlin,Germany,\"GloboLatte Berlin, Alexanderplatz\"",
        "osaka,\u65e5\u672c,\u5927\u962a \u6885\u7530",
        "porto,Portugal,GloboLatte Porto",
        "quito,Ecuador,\"GloboLatte \"\"Mitad del Mundo\"\"\"",
        corrected ? "sydney,Australia,Circular Quay" : "sydney,Australia,");
  }

  static String price(int cents) {
    return BigDecimal.valueOf(cents, 2).toPlainString();
  }
}
