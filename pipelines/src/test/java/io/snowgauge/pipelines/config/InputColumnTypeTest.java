package io.snowgauge.pipelines.config;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.pipelines.config.types.InvalidValueException;
import io.snowgauge.pipelines.config.types.ValueContext;
import io.snowgauge.pipelines.config.types.ValueType;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.ColumnType.Kind;
import io.snowgauge.transforms.tabular.InputColumn;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputColumnTypeTest {
  private static final ValueContext CONTEXT =
      new ValueContext("datasets.sales.columns.unit price", Path.of("/"), Map.of());
  private static final ValueType<InputColumn> TYPE = InputColumnParser.TYPE;

  @ParameterizedTest
  @CsvSource({
    "STRING, STRING",
    "VARCHAR, STRING",
    "TEXT, STRING",
    "INTEGER, INTEGER",
    "INT, INTEGER",
    "BIGINT, INTEGER",
    "FLOAT, FLOAT",
    "DOUBLE, FLOAT",
    "REAL, FLOAT",
    "BOOLEAN, BOOLEAN",
    "DATE, DATE",
    "TIMESTAMP, TIMESTAMP_NTZ",
    "TIMESTAMP_NTZ, TIMESTAMP_NTZ",
    "DATETIME, TIMESTAMP_NTZ",
    "TIMESTAMP_TZ, TIMESTAMP_TZ",
    "SMALLINT, INTEGER",
    "VARIANT, JSON",
    "Object, OBJECT",
    "ARRAY, ARRAY",
    "TIME, TIME",
    "json, JSON",
    "string, STRING",
    "Timestamp_Tz, TIMESTAMP_TZ",
    "'  BIGINT ', INTEGER",
  })
  void aNameAloneIsAType(String text, Kind kind) throws InvalidValueException {
    assertColumn(text, new ColumnType(kind, 0, 0), false, null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NUMBER | 38 | 0",
        "DECIMAL | 38 | 0",
        "numeric | 38 | 0",
        "NUMBER(10,2) | 10 | 2",
        "DECIMAL(10) | 10 | 0",
        "NUMERIC ( 38 , 38 ) | 38 | 38",
        "NUMBER(01,00) | 1 | 0",
      })
  void aNumberMayHaveAPrecisionAndAScale(String text, int precision, int scale)
      throws InvalidValueException {
    assertColumn(text, ColumnType.number(precision, scale), false, null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "VARCHAR(10) | 10",
        "string ( 1 ) | 1",
        "TEXT(134217728) | 134217728",
        "VARCHAR(0050) | 50",
      })
  void aTextMayHaveALength(String text, int characters) throws InvalidValueException {
    assertColumn(text, ColumnType.text(characters), false, null);
    assertColumn(text + " NOT NULL", ColumnType.text(characters), true, null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STRING NOT NULL",
        "text not null",
        "varchar\tNot   Null ",
      })
  void aColumnMayRefuseNulls(String text) throws InvalidValueException {
    assertColumn(text, ColumnType.STRING, true, null);
  }

  @Test
  void aNumberMayRefuseNullsWithoutABlankBeforeIt() throws InvalidValueException {
    assertColumn("NUMBER(5,1)NOT NULL", ColumnType.number(5, 1), true, null);
    assertColumn("NUMBER NOT NULL", ColumnType.number(38, 0), true, null);
  }

  @Test
  void aDateOrTimestampMayHaveAPattern() throws InvalidValueException {
    assertColumn("DATE FORMAT 'dd.MM.yyyy'", ColumnType.DATE, false, "dd.MM.yyyy");
    assertColumn("date format'uuuuDDD'", ColumnType.DATE, false, "uuuuDDD");
    assertColumn(
        "TIMESTAMP FORMAT 'M/d/yyyy h:mm a'", ColumnType.TIMESTAMP, false, "M/d/yyyy h:mm a");
    assertColumn(
        "TIMESTAMP_TZ FORMAT 'd LLL uuuu HH:mm XXX'",
        ColumnType.TIMESTAMP_TZ,
        false,
        "d LLL uuuu HH:mm XXX");
    assertColumn("DATETIME FORMAT 'yyyyMMdd'", ColumnType.TIMESTAMP, false, "yyyyMMdd");
  }

  @Test
  void aTimeMayHaveAPatternAndNineDigits() throws InvalidValueException {
    assertColumn("TIME FORMAT 'HHmm'", ColumnType.TIME, false, "HHmm");
    assertColumn("time(6)", ColumnType.TIME, false, null);
    assertColumn("TIME(9) NOT NULL", ColumnType.TIME.inNanoseconds(), true, null);
    assertColumn("TIMESTAMP ( 9 )", ColumnType.TIMESTAMP.inNanoseconds(), false, null);
    assertColumn(
        "TIMESTAMP_TZ(9) FORMAT 'epoch seconds'",
        ColumnType.TIMESTAMP_TZ.inNanoseconds(),
        false,
        "epoch seconds");
  }

  @Test
  void thePatternAndNotNullMayStandInEitherOrder() throws InvalidValueException {
    assertColumn("DATE FORMAT 'yyyyMMdd' NOT NULL", ColumnType.DATE, true, "yyyyMMdd");
    assertColumn("DATE NOT NULL FORMAT 'yyyyMMdd'", ColumnType.DATE, true, "yyyyMMdd");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DATE OPTIONAL FORMAT 'yyyyMMdd' NOT NULL",
        "DATE NOT NULL FORMAT 'yyyyMMdd' optional",
        "DATE Not Null OPTIONAL FORMAT 'yyyyMMdd'",
      })
  void aHeaderMayLackAnOptionalColumn(String text) throws InvalidValueException {
    assertThat(
        TYPE.parse(text, CONTEXT),
        is(new InputColumn("unit price", "unit price", ColumnType.DATE, true, true, "yyyyMMdd")));
    assertThat(text, schemaPattern().matcher(text).find(), is(true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DATE FROM 'Bob''s _day. 1' OPTIONAL FORMAT 'yyyyMMdd' NOT NULL",
        "date not null format 'yyyyMMdd' optional from'Bob''s _day. 1'",
      })
  void filesMayCallAColumnOtherwise(String text) throws InvalidValueException {
    assertThat(
        TYPE.parse(text, CONTEXT),
        is(
            new InputColumn(
                "unit price", "Bob's _day. 1", ColumnType.DATE, true, true, "yyyyMMdd")));
    assertThat(text, schemaPattern().matcher(text).find(), is(true));
  }

  @Test
  void aNumberMayBeWrittenInAnyWayAndATimeAsANumber() throws InvalidValueException {
    assertColumn(
        "NUMBER(10,2) FORMAT '1.234,56 €' NOT NULL", ColumnType.number(10, 2), true, "1.234,56 €");
    assertColumn("INT FORMAT '1234'", ColumnType.INTEGER, false, "1234");
    assertColumn("FLOAT FORMAT '1234,56'", ColumnType.FLOAT, false, "1234,56");
    assertColumn(
        "TIMESTAMP FORMAT 'epoch milliseconds'", ColumnType.TIMESTAMP, false, "epoch milliseconds");
    assertColumn(
        "TIMESTAMP_TZ FORMAT 'epoch seconds'", ColumnType.TIMESTAMP_TZ, false, "epoch seconds");
  }

  @Test
  void aQuoteInThePatternIsWrittenTwice() throws InvalidValueException {
    assertColumn(
        "TIMESTAMP FORMAT 'yyyy-MM-dd''T''HH:mm'",
        ColumnType.TIMESTAMP,
        false,
        "yyyy-MM-dd'T'HH:mm");
    assertColumn("DATE FORMAT '''on'' yyyyMMdd'", ColumnType.DATE, false, "'on' yyyyMMdd");
    assertColumn("DATE FORMAT 'yyyyMMdd''''''''' NOT NULL", ColumnType.DATE, true, "yyyyMMdd''''");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `` | expected A_TYPE but found ''
          NUMER(10,2) | expected A_TYPE but found 'NUMER(10,2)'; did you mean NUMBER?
          INTEGR | expected A_TYPE but found 'INTEGR'; did you mean INTEGER?
          BLOB | expected A_TYPE but found 'BLOB'
          '' | expected A_TYPE but found ''''
          NOT NULL | expected A_TYPE but found 'NOT NULL'
          DOUBLEPRECISION | expected A_TYPE but found 'DOUBLEPRECISION'
          VARCHAR(0) | expected VARCHAR(n) with n from 1 to 134217728 characters but found 'VARCHAR(0)'
          STRING(-1) | expected STRING(n) with n from 1 to 134217728 characters but found 'STRING(-1)'
          TEXT(134217729) | expected TEXT(n) with n from 1 to 134217728 characters but found 'TEXT(134217729)'
          VARCHAR(10,2) | expected VARCHAR(n) with n from 1 to 134217728 characters but found 'VARCHAR(10,2)'
          BOOLEAN(1) | expected NOT NULL or OPTIONAL or FROM 'name' or nothing after 'BOOLEAN' but found '(1)'
          TIME FORMAT 'yyyy HH:mm' | expected a pattern of a time of day (HH, mm, ss; or hh and a), without a date and an offset, but found 'yyyy HH:mm'
          TIME FORMAT 'hh:mm' | expected a pattern with AM or PM (a) beside the hour, or with hours from 0 to 23 (H), but found 'hh:mm'
          TIMESTAMP(3) | expected TIMESTAMP, which holds microseconds, or TIMESTAMP(9), nanoseconds, but found 'TIMESTAMP(3)'
          TIME(10) | expected TIME, which holds microseconds, or TIME(9), nanoseconds, but found 'TIME(10)'
          DATE(9) | expected FORMAT 'pattern' or NOT NULL or OPTIONAL or FROM 'name' or nothing after 'DATE' but found '(9)'
          STRING NOT NUL | expected NOT NULL or OPTIONAL or FROM 'name' or nothing after 'STRING' but found 'NOT NUL'
          STRING NOT NULLABLE | expected NOT NULL or OPTIONAL or FROM 'name' or nothing after 'STRING' but found 'NOT NULLABLE'
          STRING NULL | expected NOT NULL or OPTIONAL or FROM 'name' or nothing after 'STRING' but found 'NULL'
          INT NOT NULL NOT NULL | expected FORMAT 'pattern' or OPTIONAL or FROM 'name' or nothing after 'INT NOT NULL' but found 'NOT NULL'
          DATE dd.MM.yyyy | expected FORMAT 'pattern' or NOT NULL or OPTIONAL or FROM 'name' or nothing after 'DATE' but found 'dd.MM.yyyy'
          DATE FORMAT dd | expected FORMAT 'pattern' or NOT NULL or OPTIONAL or FROM 'name' or nothing after 'DATE' but found 'FORMAT dd'
          DATE FORMAT 'yyyyMMdd' FORMAT 'yyyyMMdd' | expected NOT NULL or OPTIONAL or FROM 'name' or nothing after 'DATE FORMAT 'yyyyMMdd'' but found 'FORMAT 'yyyyMMdd''
          NUMBER(39) | expected NUMBER(p,s) with p from 1 to 38 and s from 0 to p but found 'NUMBER(39)'
          NUMBER(0) | expected NUMBER(p,s) with p from 1 to 38 and s from 0 to p but found 'NUMBER(0)'
          decimal(2,3) | expected DECIMAL(p,s) with p from 1 to 38 and s from 0 to p but found 'decimal(2,3)'
          NUMBER(10,-2) | expected NUMBER(p,s) with p from 1 to 38 and s from 0 to p but found 'NUMBER(10,-2)'
          NUMBER() | expected NUMBER(p,s) with p from 1 to 38 and s from 0 to p but found 'NUMBER()'
          NUMBER(99999999999) | expected NUMBER(p,s) with p from 1 to 38 and s from 0 to p but found 'NUMBER(99999999999)'
          NUMBER(5 | expected NUMBER(p,s) with p from 1 to 38 and s from 0 to p but found 'NUMBER(5'
          STRING FORMAT 'yyyyMMdd' | expected FORMAT only after numbers, dates, times and timestamps but found 'STRING FORMAT 'yyyyMMdd''
          DATE FORMAT 'yyyyMMdd | expected a quote that closes FORMAT '…' but found 'DATE FORMAT 'yyyyMMdd'
          DATE FORMAT 'yyyyMMdd'' NOT NULL | expected a quote that closes FORMAT '…' but found 'DATE FORMAT 'yyyyMMdd'' NOT NULL'
          DATE FORMAT 'yyyy-bb' | expected a pattern of java.time.format.DateTimeFormatter but found 'yyyy-bb': Unknown pattern letter: b
          DATE FORMAT 'yyyy-MM' | expected a pattern with year (y), month (M) and day (d), or year and day of year (D), but found 'yyyy-MM'
          DATE FORMAT 'MM-dd' | expected a pattern with year (y), month (M) and day (d), or year and day of year (D), but found 'MM-dd'
          DATE FORMAT 'yyyy-dd' | expected a pattern with year (y), month (M) and day (d), or year and day of year (D), but found 'yyyy-dd'
          DATE FORMAT '' | expected a pattern with year (y), month (M) and day (d), or year and day of year (D), but found ''
          DATE FORMAT 'YYYY-MM-DD' | expected a pattern with year (y), month (M) and day (d), or year and day of year (D), but found 'YYYY-MM-DD'
          DATE FORMAT '''yyyy''-MM-dd' | expected a pattern with year (y), month (M) and day (d), or year and day of year (D), but found ''yyyy'-MM-dd'
          TIMESTAMP FORMAT 'epoch days' | expected one of epoch seconds, epoch milliseconds, epoch microseconds but found 'epoch days'
          DATE FORMAT 'epoch seconds' | expected a pattern of java.time.format.DateTimeFormatter but found 'epoch seconds': Unknown pattern letter: o
          INTEGER FORMAT '#,##0' | expected how 1234.56 is written, such as '1.234,56 €', but found '#,##0'
          STRING FROM 'a' FROM 'b' | expected NOT NULL or OPTIONAL or nothing after 'STRING FROM 'a'' but found 'FROM 'b''
          STRING FROM ' a' | expected a name behind FROM without blanks at either end and without control characters but found ' a'
          STRING FROM '' | expected a name behind FROM without blanks at either end and without control characters but found ''
          STRING FROM 'a | expected a quote that closes FROM '…' but found 'STRING FROM 'a'
          TIMESTAMP FORMAT 'HH:mm' | expected a pattern with year (y), month (M) and day (d), or year and day of year (D), but found 'HH:mm'
          TIMESTAMP FORMAT 'M/d/yyyy h:mm' | expected a pattern with AM or PM (a) beside the hour, or with hours from 0 to 23 (H), but found 'M/d/yyyy h:mm'
          """)
  void refuses(String text, String error) {
    InvalidValueException e =
        assertThrows(InvalidValueException.class, () -> TYPE.parse(text, CONTEXT));
    assertThat(
        e.getMessage(),
        is(
            error.replace(
                "A_TYPE",
                "a type such as STRING, INTEGER, NUMBER(10,2), FLOAT, BOOLEAN, DATE or"
                    + " TIMESTAMP")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "NUMER(10,2)",
        "VARCHAR(0)",
        "VARCHAR()",
        "STRING NULL",
        "STRING NOTNULL",
        "STRINGNOT NULL",
        "DATEFORMAT 'yyyyMMdd'",
        "INT NOT NULL NOT NULL",
        "INT OPTIONAL OPTIONAL",
        "NUMBER(39)",
        "NUMBER(0)",
        "NUMBER()",
        "DATE FORMAT ''",
        "DATE FORMAT 'yyyyMMdd"
      })
  void theSchemaRefusesWhatItCanTell(String text) {
    assertThat(schemaPattern().matcher(text).find(), is(false));
  }

  private static void assertColumn(
      String text, ColumnType type, boolean required, @Nullable String pattern)
      throws InvalidValueException {
    assertThat(
        TYPE.parse(text, CONTEXT), is(new InputColumn("unit price", type, required, pattern)));
    assertThat(text, schemaPattern().matcher(text).find(), is(true));
  }

  private static Pattern schemaPattern() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    TYPE.describe(schema);
    return Pattern.compile(schema.get("pattern").textValue());
  }
}
