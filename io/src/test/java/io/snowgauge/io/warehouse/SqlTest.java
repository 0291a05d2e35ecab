package io.snowgauge.io.warehouse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqlTest {
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  @Test
  void fillsGapsWithNamesAndBindsValues() throws Exception {
    Sql statement =
        Sql.of(
                """
                SELECT {columns}
                FROM {table}
                WHERE "A B" = :value OR "A B" = :other OR "A B" = :value
                """)
            .withAll("columns", List.of("\"A B\"", "\"C\""))
            .with("table", "(SELECT 'x' AS \"A B\", 7 AS C)")
            .bind("value", "x")
            .bind("other", null);
    assertThat(
        statement.text(),
        is(
            """
            SELECT "A B", "C"
            FROM (SELECT 'x' AS "A B", 7 AS C)
            WHERE "A B" = ? OR "A B" = ? OR "A B" = ?\
            """));
    assertThat(
        statement.query(connection, row -> row.text("A B") + row.number("C")), contains("x7"));
  }

  @Test
  void bindsValuesInTheOrderOfTheirGapsAlsoThoseOfParts() throws Exception {
    Sql inner = Sql.of("SELECT :a || :b AS X").bind("a", "1").bind("b", "2");
    List<String> found =
        Sql.of("SELECT :first || X || :last FROM ({inner})")
            .bind("last", "3")
            .bind("first", "0")
            .with("inner", inner)
            .texts(connection);
    assertThat(found, contains("0123"));
  }

  @Test
  void aPartMayBeTakenTwiceAndItsGapsAreItsOwn() throws Exception {
    Sql part = Sql.of("SELECT :x AS X").bind("x", 2);
    assertThat(
        Sql.of("SELECT :x + a.X + b.X FROM ({part}) a, ({part}) b")
            .bind("x", 1)
            .with("part", part)
            .number(connection),
        is(5L));
  }

  @Test
  void listsOfValuesAreBoundOneByOne() throws Exception {
    Sql query =
        Sql.of("SELECT COUNT(*) FROM range(10) t(n) WHERE n IN (:some)")
            .bindAll("some", List.of(1L, 3L, 99L));
    assertThat(query.text(), is("SELECT COUNT(*) FROM range(10) t(n) WHERE n IN (?, ?, ?)"));
    assertThat(query.number(connection), is(2L));
    assertThrows(
        IllegalArgumentException.class, () -> Sql.of("IN (:some)").bindAll("some", List.of()));
  }

  @Test
  void listsOfPartsAreJoinedAsTheirPlaceNeedsIt() {
    List<Sql> parts = List.of(Sql.of("A = :a").bind("a", 1), Sql.of("B = 2"));
    assertThat(Sql.of("({all})").withAll("all", parts).text(), is("(A = ?, B = 2)"));
    assertThat(Sql.of("x{more}").withMore("more", parts).text(), is("x, A = ?, B = 2"));
    assertThat(Sql.of("x{more}").withMore("more", List.of()).text(), is("x"));
    assertThat(Sql.of("ON {every}").withEvery("every", parts).text(), is("ON A = ? AND B = 2"));
  }

  @Test
  void literalsNamesCommentsAndCastsHaveNoGaps() throws Exception {
    String text =
        Sql.of(
                """
                SELECT ':a {b} ? it''s :c' AS "d:e {f} ? ""g"" :h", -- :i {j} ?
                  '7'::INTEGER /* :k
                  {l} ? */ + :value AS n
                """)
            .bind("value", 1)
            .text();
    assertThat(
        text,
        is(
            """
            SELECT ':a {b} ? it''s :c' AS "d:e {f} ? ""g"" :h", -- :i {j} ?
              '7'::INTEGER /* :k
              {l} ? */ + ? AS n\
            """));
  }

  @Test
  void whatFillsAGapIsTakenAsItIs() throws Exception {
    String hostile = "\"{table} :value ? $1 \\ ' --\"";
    Sql query =
        Sql.of("SELECT 1 AS {name} WHERE 1 = :value").with("name", hostile).bind("value", 1);
    assertThat(query.text(), is("SELECT 1 AS " + hostile + " WHERE 1 = ?"));
    assertThat(query.number(connection), is(1L));
  }

  @Test
  void bracesAndColonsThatAreNoGapsStay() throws Exception {
    assertThat(
        Sql.of("SELECT ({'a': :x}).a + [1, 2, 3][1:1][1]").bind("x", 4).number(connection), is(5L));
  }

  private static String refused(Sql sql) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, sql::text).getMessage());
  }

  @Test
  void gapsWithoutAFillingAreErrors() {
    assertThat(refused(Sql.of("SELECT :a")), is("nothing fills ':a' of: SELECT :a"));
    assertThat(refused(Sql.of("SELECT {a}")), is("nothing fills '{a}' of: SELECT {a}"));
    assertThat(
        refused(Sql.of("SELECT {a}").bind("a", 1)), is("nothing fills '{a}' of: SELECT {a}"));
    assertThat(
        refused(Sql.of("SELECT ?")), is("expected values to have names but found '?': SELECT ?"));
  }

  @Test
  void fillingsWithoutAGapAreErrors() {
    assertThat(
        refused(Sql.of("SELECT 1").bind("a", 1)),
        is("':a' is filled but there is no such gap in: SELECT 1"));
    assertThat(
        refused(Sql.of("SELECT ':a', :b").bind("a", 1).bind("b", 1)),
        is("':a' is filled but there is no such gap in: SELECT ':a', :b"));
    assertThat(
        refused(Sql.of("SELECT :a").bind("a", 1).with("a", "b")),
        is("'{a}' is filled but there is no such gap in: SELECT :a"));
  }

  @Test
  void aGapIsFilledOnce() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> Sql.of(":a").bind("a", 1).bind("a", 2))
            .getMessage(),
        is("'a' is filled already"));
  }

  @Test
  void valuesAreReadByTheNamesOfTheirColumns() throws Exception {
    Sql query =
        Sql.of(
            """
            SELECT
              'x' AS TEXT, NULL AS NOTHING, 7 AS NUMBER, TRUE AS FLAG,
              CAST(TIMESTAMP '2026-01-31 10:00:00.5' AS VARCHAR) AS MOMENT
            """);
    List<@Nullable Object> read = new ArrayList<>();
    query.query(
        connection,
        row -> {
          read.add(row.text("TEXT"));
          read.add(row.textOrNull("NOTHING"));
          read.add(row.number("NUMBER"));
          read.add(row.flag("FLAG"));
          read.add(row.number("NOTHING"));
          return row;
        });
    assertThat(read, contains("x", null, 7L, true, 0L));
    assertThrows(SQLException.class, () -> query.query(connection, row -> row.text("NOTHING")));
    assertThrows(SQLException.class, () -> query.query(connection, row -> row.text("ELSE")));
    assertThrows(SQLException.class, () -> query.number(connection));
  }

  @Test
  void timesAreBoundAsTextsThatCastToTimestampsInUtc() throws Exception {
    Instant time = Instant.parse("2026-01-31T10:00:00.123456789Z");
    assertThat(
        Sql.of("SELECT CAST(CAST(:time AS TIMESTAMP) AS VARCHAR)")
            .bind("time", time)
            .texts(connection),
        contains("2026-01-31 10:00:00.123456"));
  }

  @Test
  void saysHowManyRowsChanged() throws Exception {
    Sql.of("CREATE TABLE T (X INTEGER)").execute(connection);
    assertThat(
        Sql.of("INSERT INTO T SELECT n FROM range(:n) t(n)").bind("n", 5).update(connection),
        is(5L));
    assertThat(Sql.of("DELETE FROM T WHERE X > 2").update(connection), is(2L));
    assertThat(Sql.of("SELECT MAX(X) FROM T WHERE X > 7").textOrNull(connection), is(nullValue()));
    SQLException many =
        assertThrows(SQLException.class, () -> Sql.of("SELECT X FROM T").number(connection));
    assertThat(many.getMessage(), is("expected one row but found 3: SELECT X FROM T"));
  }
}
