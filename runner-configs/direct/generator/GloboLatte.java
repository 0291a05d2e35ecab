import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Makes the files of GloboLatte, a chain of coffee shops: the sales of January 2026, one file a
 * business unit and day, and three reference files.
 *
 * <pre>runner-configs/direct/generate.sh [--folder DIR] [--seed N] [--corrections]</pre>
 *
 * The same seed gives the same bytes and modification times, and a file that is right already is
 * not written again. {@code --corrections} overwrites some of the files with newer versions. Each
 * business unit writes CSV in its own way, as units do.
 *
 * <p>These sources are ASCII, for JDK 17 reads them in the encoding of the platform.
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
        random.nextInt(Reference.PRODUCT_COUNT),
        random.nextInt(Reference.CUSTOMER_COUNT),
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
    write("reference/products" + newer + ".csv", Reference.products(corrected), time);
    write("reference/customers" + newer + ".ndjson", Reference.customers(corrected), time);
    write("reference/business_units" + newer + ".csv", Reference.businessUnits(corrected), time);
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
