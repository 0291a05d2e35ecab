package io.snowgauge.transforms.digest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Declared;
import io.snowgauge.transforms.record.Recording;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.tabular.ColumnValues;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.tabular.InputColumn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentences of docs/formats/digest.md, by MD5 and sums of the JDK's. */
class FileDigestTest {
  /** What a digest of such texts is, without any of the digest's own arithmetic. */
  private static String sum(String... texts) throws NoSuchAlgorithmException {
    BigInteger upper = BigInteger.ZERO;
    BigInteger lower = BigInteger.ZERO;
    for (String text : texts) {
      BigInteger hash =
          new BigInteger(
              1, MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
      upper = upper.add(hash.shiftRight(64));
      lower = lower.add(hash.mod(BigInteger.ONE.shiftLeft(64)));
    }
    return upper.mod(BigInteger.ONE.shiftLeft(64)) + "-" + lower.mod(BigInteger.ONE.shiftLeft(64));
  }

  private static DeclaredColumns columns(String columns) {
    return Declared.columns(columns, "refuse");
  }

  /** The digest of records whose values are as files have them; null for a null. */
  private static String digest(DeclaredColumns columns, List<List<String>> records) {
    FileDigest digest = new FileDigest(columns.columns());
    for (List<String> record : records) {
      ColumnValues values = new ColumnValues(columns);
      values.clear();
      for (int i = 0; i < record.size(); i++) {
        if (!record.get(i).equals("NULL")) {
          byte[] text = record.get(i).getBytes(StandardCharsets.UTF_8);
          String refusal = values.set(i, text, 0, text.length);
          assertThat(refusal, is((String) null));
        }
      }
      digest.add(values.row());
    }
    return digest.value();
  }

  private static String of(ColumnType type, String text) {
    DeclaredColumns column =
        new DeclaredColumns(List.of(new InputColumn("a", type, false, null)), ExtraColumns.REFUSE);
    return digest(column, List.of(List.of(text)));
  }

  @Test
  void noRecordsHaveTheSumsOfNothing() {
    assertThat(digest(columns("a"), List.of()), is("0-0"));
  }

  @Test
  void theExampleOfThePage() throws Exception {
    DeclaredColumns columns = columns("id; price NUMBER(10,2); sold TIMESTAMP_NTZ");
    assertThat(
        digest(
            columns,
            List.of(
                List.of("a;\"ID\"=", "1.50", "2026-01-31T10:15:30Z"), List.of("", "NULL", "NULL"))),
        is(sum(";\"ID\"=7:a;\"ID\"=;\"PRICE\"=1.5;\"SOLD\"=2026-01-31T10:15:30Z", ";\"ID\"=0:")));
    assertThat(
        digest(columns, List.of(List.of("", "NULL", "NULL"))),
        is("2073861367237704785-9429315113523417452"));
  }

  @Test
  void theOrderOfRecordsAndOfColumnsDoesNotMatter() {
    String once = digest(columns("a; b INTEGER"), List.of(List.of("x", "1"), List.of("y", "2")));
    assertThat(
        digest(columns("B INTEGER; A"), List.of(List.of("2", "y"), List.of("1", "x"))), is(once));
    assertThat(
        digest(columns("a; b INTEGER"), List.of(List.of("x", "2"), List.of("y", "1"))),
        is(not(once)));
  }

  @Test
  void aColumnThatIsAddedLaterChangesNothing() {
    assertThat(
        digest(columns("a; b"), List.of(List.of("x", "NULL"))),
        is(digest(columns("a"), List.of(List.of("x")))));
  }

  @Test
  void anAbsentValueIsLikeANull() {
    DeclaredColumns columns = columns("a; b");
    Row row = new Row(2);
    row.setAbsent(1);
    FileDigest digest = new FileDigest(columns.columns());
    digest.add(row);
    assertThat(digest.value(), is(digest(columns, List.of(List.of("NULL", "NULL")))));
  }

  @Test
  void aRecordThatIsThereTwiceCountsTwice() throws Exception {
    String text = ";\"A\"=1:x";
    assertThat(
        digest(columns("a"), List.of(List.of("x"), List.of("x"), List.of("x"))),
        is(sum(text, text, text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "INTEGER | +007 | 7",
        "INTEGER | -0 | 0",
        "INTEGER | 1e3 | 1000",
        "INTEGER | 100 | 100",
        "INTEGER | -9223372036854775808 | -9223372036854775808",
        "NUMBER(10,2) | 1.50 | 1.5",
        "NUMBER(10,2) | 1. | 1",
        "NUMBER(10,2) | .5 | 0.5",
        "NUMBER(10,2) | -0.00 | 0",
        "NUMBER(10,2) | -0.05 | -0.05",
        "NUMBER(10,2) | 00100.00 | 100",
        "NUMBER(10,2) | 12.5e1 | 125",
        "NUMBER(2,2) | -.50 | -0.5",
        "NUMBER(38,0) | 12345678901234567890123456789012345678"
            + " | 12345678901234567890123456789012345678",
        "BOOLEAN | YES | true",
        "BOOLEAN | f | false",
        "DATE | 0001-01-01 | 0001-01-01",
        "TIME | 10:15 | 10:15:00",
        "TIME | 10:15:30.120 | 10:15:30.12",
        "TIMESTAMP_NTZ | 2026-01-31 | 2026-01-31T00:00:00Z",
        "TIMESTAMP_NTZ | 2026-01-31 11:15:30.100+01:00 | 2026-01-31T10:15:30.1Z",
        "TIMESTAMP_TZ | 2026-01-31T00:15+01:00 | 2026-01-30T23:15:00Z",
        "TIMESTAMP_TZ | 2024-02-28T23:00:59.000001-05:30 | 2024-02-29T04:30:59.000001Z",
        "TIMESTAMP_TZ | 0001-01-02T00:00+14:00 | 0001-01-01T10:00:00Z",
        "TIMESTAMP_TZ | 2026-01-31T10:15:30Z | 2026-01-31T10:15:30Z",
        "FLOAT | 1 | 4503599627370496p-52",
        "FLOAT | -1.50 | -6755399441055744p-52",
        "FLOAT | 0.1 | 7205759403792794p-56",
        "FLOAT | 0.1000000000000000055511151231257827021181583404541015625"
            + " | 7205759403792794p-56",
        "FLOAT | -0.0 | 0",
        "FLOAT | 1e-400 | 0",
        "FLOAT | 5e-324 | 1p-1074",
        "FLOAT | 2.2250738585072014e-308 | 4503599627370496p-1074",
        "FLOAT | 1.7976931348623157e308 | 9007199254740991p971",
        "FLOAT | 9007199254740993 | 4503599627370496p1",
        "STRING | 雪 | 3:雪",
        "JSON | {} | 2:{}",
        "JSON | {\"b\": 1.0, \"a\": [true, {\"d\": null, \"c\": \"\\u00e9\\/\\t\"}]}"
            + " | 43:{\"a\":[true,{\"c\":\"é/\\t\",\"d\":null}],\"b\":1.0}",
        "JSON | {\"é\":1,\"z\":2,\"\\u0001\":3,\"!\":4,\"\\n\":5,\"\":6,\"😀\":7,\"\uffee\":8}"
            + " | 60:{\"\":6,\"\\u0001\":3,\"\\n\":5,\"!\":4,\"z\":2,\"é\":1,\"\uffee\":8,\"😀\":7}",
      })
  void hasOneTextForEachValue(String type, String written, String canonical) throws Exception {
    DeclaredColumns columns = columns("a " + type);
    String digest = digest(columns, List.of(List.of(written)));
    assertThat(canonical, digest, is(sum(";\"A\"=" + canonical)));
  }

  @Test
  void whatIsLongIsHashedAsItIs() throws Exception {
    for (int length : new int[] {8_180, 8_191, 8_192, 8_193, 100_000}) {
      String text = "é".repeat(length);
      assertThat(of(ColumnType.STRING, text), is(sum(";\"A\"=" + 2 * length + ":" + text)));
    }
  }

  @Test
  void whatIsSortedIsWhatTheRowHas() throws Exception {
    DeclaredColumns columns = columns("a JSON");
    ColumnValues values = new ColumnValues(columns);
    Recording.RowText asJson = Declared.asJson(columns.columns());
    byte[] text = "{\"b\":{\"y\":1,\"x\":2},\"a\":[]}".getBytes(StandardCharsets.UTF_8);
    values.clear();
    assertThat(values.set(0, text, 0, text.length), is((String) null));
    new FileDigest(columns.columns()).add(values.row());
    assertThat(asJson.of(values.row()), is("{\"a\":{\"a\":[],\"b\":{\"x\":2,\"y\":1}}}"));
  }

  /** The nearest double as the JDK takes its bits apart. */
  @Test
  void floatsAreTheirSignificandsAndExponents() throws Exception {
    Random random = new Random(20);
    for (int i = 0; i < 5_000; i++) {
      String text =
          i % 2 == 0
              ? (random.nextBoolean() ? "-" : "")
                  + random.nextInt(1_000_000)
                  + "."
                  + random.nextInt(10_000_000)
              : String.valueOf(Double.longBitsToDouble(random.nextLong()));
      if (text.equals("NaN") || text.endsWith("Infinity")) {
        continue;
      }
      double value = Double.parseDouble(text);
      int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - 52;
      long significand = new BigDecimal(Math.abs(value)).divide(power(exponent)).longValueExact();
      String canonical = value == 0 ? "0" : (value < 0 ? "-" : "") + significand + "p" + exponent;
      assertThat(text, of(ColumnType.FLOAT, text), is(sum(";\"A\"=" + canonical)));
    }
  }

  private static BigDecimal power(int exponent) {
    BigDecimal positive = new BigDecimal(BigInteger.TWO.pow(Math.abs(exponent)));
    return exponent >= 0 ? positive : BigDecimal.ONE.divide(positive);
  }
}
