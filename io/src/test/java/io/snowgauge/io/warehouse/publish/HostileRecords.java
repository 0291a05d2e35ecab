package io.snowgauge.io.warehouse.publish;

import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.tabular.InputColumn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * CSV of values that are written or kept in different ways, of every type: first the values below,
 * each column's in turn, then random ones. Some are refused.
 */
final class HostileRecords {
  private static final String NULL = "";

  private static final List<String> TEXTS =
      List.of(
          "\"\"",
          " ",
          "  padded\t",
          "\"a,b\"",
          "\"\"\"\"",
          "'",
          "o'neil",
          "\"line\nbreak\"",
          "\"line\r\nbreak\"",
          "\"\r\"",
          "DOMAIN\\user",
          "\\",
          "\\N",
          "\\u0041",
          "NULL",
          "5:abc",
          "\";\"\"T\"\"=1:x\"",
          ";",
          "Ünïcödé 雪 ☃ 😀",
          "\u200e\u00a0\u0301",
          "\u0001\u001b\u007f\u0085\u2028",
          "e\u0301",
          "é",
          "$1 ? :name {x}",
          "y".repeat(9_000));

  private static final List<String> INTEGERS =
      List.of(
          "0",
          "-0",
          "+7",
          "007",
          "-1",
          "1e3",
          "10.0",
          "100",
          " 5 ",
          "9223372036854775807",
          "-9223372036854775808",
          "9223372036854775808",
          "1.5",
          "x");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0.00",
          "0.5",
          "-.5",
          "1.",
          "+1.10",
          "100",
          "-100.00",
          "12345678.99",
          "1e2",
          "1.5e-1",
          "1.234",
          "123456789.00",
          "00012.30",
          "-0.01");

  private static final List<String> FRACTIONS =
      List.of("0", ".5", "-.50", "0.25", "-0.99", "0.00", "1");

  private static final List<String> WHOLE =
      List.of(
          "0",
          "9999999999999999999999999999999999999",
          "-9999999999999999999999999999999999999",
          "1e36",
          "10",
          "1000");

  private static final List<String> FLOATS =
      List.of(
          "0",
          "-0",
          "0.1",
          "-0.1",
          "1",
          "2",
          "3",
          "0.5",
          "4",
          "1e22",
          "1e23",
          "123456789012345678",
          "9007199254740993",
          "0.1000000000000000055511151231257827",
          "5e-324",
          "-5e-324",
          "2.2250738585072014e-308",
          "2.225073858507201e-308",
          "1.7976931348623157e308",
          "-1.7976931348623157e308",
          "1e-400",
          "1e400",
          "8.0",
          "0.30000000000000004",
          "1152921504606846976",
          "4.35",
          "1.0000000000000002",
          "0.9999999999999999",
          "8.98846567431158e307",
          "1e-5");

  private static final List<String> BOOLEANS = List.of("true", "F", "yes", "No", "1", "0", "maybe");

  private static final List<String> DATES =
      List.of("0001-01-01", "9999-12-31", "1582-10-10", "1970-01-01", "2024-02-29", "2023-02-29");

  private static final List<String> TIMES =
      List.of(
          "00:00",
          "23:59:59.999999",
          "10:15",
          "10:15:30",
          "10:15:30.100",
          "10:15:30.000001",
          "24:00",
          "10:15:00.0");

  private static final List<String> TIMESTAMPS =
      List.of(
          "0001-01-01",
          "9999-12-31T23:59:59.999999Z",
          "1969-12-31 23:59:59.999999",
          "2026-01-31T10:15",
          "2026-01-31T10:15:30.120",
          "2026-03-29T02:30:00+01:00",
          "2024-02-29T00:00:00.000001-12:00",
          "1900-01-01T00:00Z",
          "2026-01-31T10:15:30.1234567");

  private static final List<String> JSON =
      List.of(
          "{}",
          "[]",
          "1.0",
          "1",
          "null",
          "true",
          "-0",
          "1E5",
          "1e5",
          "\"\"\"\"",
          "\"\"\"\\u00e9\\u0001\\/\"\"\"",
          "\"{\"\"b\"\":1,\"\"a\"\":{\"\"d\"\":[2,1],\"\"c\"\":0}}\"",
          "\"{\"\"é\"\":1,\"\"z\"\":2,\"\"\\u0001\"\":3,\"\"\"\":4,\"\"😀\"\":5,\"\"\uffee\"\":6,\"\"\\ud83d\\ude01\"\":7}\"",
          "\"[{\"\"b\"\":\"\"}\"\",\"\"a\"\":\"\"\\\\\"\"},[[[]]]]\"",
          "\" { \"\"a\"\" : [ 1 , 2 ] } \"",
          "123456789012345678901234567890.12345678901234567890",
          "{",
          "NaN");

  /** A column and what is hostile to it. */
  private record Hostile(InputColumn column, List<String> values) {}

  private final List<Hostile> hostile = new ArrayList<>();
  private final Random random;
  private final int randomRecords;

  /**
   * Records.
   *
   * @param randomRecords how many random ones
   * @param nanoseconds whether the warehouse holds them
   */
  HostileRecords(long seed, int randomRecords, boolean nanoseconds) {
    this.random = new Random(seed);
    this.randomRecords = randomRecords;
    put("t", ColumnType.STRING, TEXTS);
    put("a b", ColumnType.text(9_000), TEXTS);
    put("Größe", ColumnType.INTEGER, INTEGERS);
    put("n", ColumnType.number(10, 2), NUMBERS);
    put("x=1", ColumnType.number(2, 2), FRACTIONS);
    put("w", ColumnType.number(37, 0), WHOLE);
    put("f", ColumnType.FLOAT, FLOATS);
    put("b", ColumnType.BOOLEAN, BOOLEANS);
    put("d", ColumnType.DATE, DATES);
    put("c", ColumnType.TIME, TIMES);
    put("at", ColumnType.TIMESTAMP, TIMESTAMPS);
    put("tz", ColumnType.TIMESTAMP_TZ, TIMESTAMPS);
    put("j", ColumnType.JSON, JSON);
    if (nanoseconds) {
      put(
          "nano",
          ColumnType.TIMESTAMP.inNanoseconds(),
          List.of("2026-01-31T10:15:30.000000001", "2026-01-31T10:15:30.1234567", "2026-01-31"));
    }
  }

  private void put(String name, ColumnType type, List<String> values) {
    hostile.add(new Hostile(new InputColumn(name, type, false, null), values));
  }

  List<InputColumn> columns() {
    return hostile.stream().map(Hostile::column).toList();
  }

  /** With a header in another order and case than declared, and columns that are not declared. */
  String csv() {
    StringBuilder csv = new StringBuilder("zulu,");
    csv.append(columns().stream().map(InputColumn::name).collect(Collectors.joining(",")));
    csv.append(",alpha\n");
    for (int i = 0; i < hostile.size(); i++) {
      for (String value : hostile.get(i).values()) {
        List<String> record = new ArrayList<>(Collections.nCopies(hostile.size(), NULL));
        record.set(i, value);
        append(csv, record);
      }
    }
    for (int i = 0; i < randomRecords; i++) {
      append(csv, hostile.stream().map(this::random).toList());
    }
    return csv.toString();
  }

  private void append(StringBuilder csv, List<String> record) {
    csv.append(random.nextInt(4) == 0 ? "\"z \"\"quoted\"\"\"" : NULL).append(',');
    csv.append(String.join(",", record));
    csv.append(',').append(random.nextInt(4) == 0 ? "\"\"" : NULL).append('\n');
  }

  private String random(Hostile each) {
    return switch (random.nextInt(8)) {
      case 0 -> NULL;
      case 1 -> valid(each);
      // The stand-in holds nanoseconds of some centuries only.
      default ->
          each.column().type().isInNanoseconds() ? valid(each) : randomOf(each.column().type());
    };
  }

  /** One of the first values, which are never refused. */
  private String valid(Hostile each) {
    return each.values().get(random.nextInt(3));
  }

  private String randomOf(ColumnType type) {
    return switch (type.kind()) {
      case STRING -> text();
      case INTEGER -> String.valueOf(random.nextLong() >> random.nextInt(64));
      case NUMBER -> decimal(type);
      case FLOAT -> floatText();
      case BOOLEAN -> random.nextBoolean() ? "t" : "off";
      case DATE -> day();
      case TIME -> time();
      case TIMESTAMP_NTZ, TIMESTAMP_TZ ->
          day() + "T" + time() + (random.nextBoolean() ? "" : offset());
      case JSON, OBJECT, ARRAY -> "\"" + json(3).replace("\"", "\"\"") + "\"";
    };
  }

  private String text() {
    StringBuilder text = new StringBuilder("\"");
    random
        .ints(random.nextInt(20), 1, 0x2ffff)
        .map(c -> c >= 0xd800 && c < 0xe000 ? 'x' : c)
        .forEach(c -> text.append(c == '"' ? "\"\"" : Character.toString(c)));
    return text.append('"').toString();
  }

  private String decimal(ColumnType type) {
    BigInteger digits =
        new BigInteger(BigInteger.TEN.pow(type.precision()).bitLength() - 1, random);
    BigDecimal number =
        new BigDecimal(digits.mod(BigInteger.TEN.pow(type.precision())), type.scale());
    return (random.nextBoolean() ? "-" : "") + number.toPlainString();
  }

  private String floatText() {
    double number =
        switch (random.nextInt(3)) {
          case 0 -> Double.longBitsToDouble(random.nextLong());
          case 1 -> random.nextInt(1_000_000) / 100.0;
          default ->
              Math.scalb(1.0, random.nextInt(2_098) - 1_074) * (1 + random.nextInt(2) * 1e-16);
        };
    return Double.isFinite(number) ? String.valueOf(number) : "0";
  }

  private String day() {
    return "%04d-%02d-%02d"
        .formatted(2 + random.nextInt(9_997), 1 + random.nextInt(12), 1 + random.nextInt(28));
  }

  private String time() {
    return "%02d:%02d:%02d.%06d"
        .formatted(
            random.nextInt(24), random.nextInt(60), random.nextInt(60), random.nextInt(1_000_000));
  }

  private String offset() {
    return "%s%02d:%02d"
        .formatted(random.nextBoolean() ? "+" : "-", random.nextInt(15), random.nextInt(60));
  }

  private String json(int depth) {
    return switch (random.nextInt(depth == 0 ? 3 : 5)) {
      case 0 -> String.valueOf(random.nextInt(1_000) / 8.0);
      case 1 -> "\"" + Integer.toString(random.nextInt(), 36) + "\\n\"";
      case 2 -> random.nextBoolean() ? "null" : "false";
      case 3 -> "[" + json(depth - 1) + ", " + json(depth - 1) + "]";
      default ->
          random
              .ints(random.nextInt(5), 'a', 'z')
              .distinct()
              .mapToObj(key -> "\"" + (char) key + "é\": " + json(depth - 1))
              .collect(Collectors.joining(",", "{", "}"));
    };
  }
}
