package io.snowgauge.io.warehouse.snowflake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.io.warehouse.Sql;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code check --deep} tries out, on a stand-in that has what is tried out built in. */
@ExtendWith(StandInExtension.class)
class AssumptionsTest {
  private SnowflakeWarehouse warehouse;

  @BeforeEach
  void createDatabase() throws Exception {
    String database =
        "DEEP_" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
    warehouse = StandInExtension.warehouse(database, "SALES", "SNOWGAUGE", new Stage.Internal());
    try (Connection connection = warehouse.connect()) {
      for (Sql statement : warehouse.setup().foundation()) {
        statement.execute(connection);
      }
    }
  }

  @AfterEach
  void close() {
    StandInExtension.close(warehouse);
  }

  private List<String> tried() {
    List<String> lines = new ArrayList<>();
    warehouse.setup().tryAssumptions(found -> lines.add(found.verdict() + " " + found.message()));
    return lines;
  }

  @Test
  void eachIsALineAndTheSchemaIsGone() throws Exception {
    assertThat(
        tried(),
        contains(
            "OK READ_CONSISTENCY_MODE of the account: SESSION",
            "OK a session that is opened after a commit sees what was committed",
            "OK what a session that was open before a commit sees of it at once: it",
            "OK an UPDATE waits for that of another transaction, and fails when LOCK_TIMEOUT is"
                + " over",
            "OK an UPDATE that has waited changes what the one before it has left",
            "OK an INSERT waits for no UPDATE",
            "OK CURRENT_TRANSACTION() stays the same within a transaction, and the next has another",
            "OK what a session has not committed when it ends is rolled back",
            "OK INSERT, UPDATE and DELETE tell how many rows they changed",
            "OK CREATE TABLE AS carries NOT NULL along where it selects a column as it is",
            "OK a column that CREATE TABLE AS wraps in a CASE may be null",
            "OK INFORMATION_SCHEMA tells types, lengths and precisions as targets are compared by",
            "OK a text that is too long is an error and not cut",
            "OK a timestamp is cast to text, and back, as the session's format has it",
            "OK texts of COLLATE 'utf8' are compared as they are written",
            "OK no column is called CURRENT_DATE, not even in quotes",
            "OK a transient table can keep nothing for Time Travel, also one made AS SELECT",
            "OK MD5_NUMBER_LOWER64 gives the lower half of MD5 as a number",
            "OK MD5_NUMBER_UPPER64 gives the upper half of MD5 as a number",
            "OK values have the texts of which digests are taken",
            "OK PUT uploads all files that a wildcard matches, and COPY tells the rows of each",
            "OK COPY reads what is compressed by gzip and by Zstandard",
            "OK PUT with OVERWRITE takes the place of a file that is there",
            "OK LIST names what was put just now, and dates it so",
            "OK COPY keeps backslashes, \\N, umlauts, and the empty text apart from null",
            "OK COPY takes timestamps that end in +00:00",
            "OK a file of which a row does not fit loads nothing"));
    try (Connection connection = warehouse.connect()) {
      assertThat(
          Sql.of("SHOW SCHEMAS").query(connection, row -> row.text("name")).stream()
              .filter(name -> name.startsWith("SNOWGAUGE_CHECK_"))
              .toList(),
          empty());
    }
  }

  @Test
  void whatIsOtherwiseIsToldWithThePageThatSaysIt() throws Exception {
    StandInExtension.standIn().refuse("MD5_NUMBER_LOWER64", 1, 2141, "42601");
    List<String> broken = tried().stream().filter(line -> !line.startsWith("OK ")).toList();
    assertThat(broken, hasSize(1));
    assertThat(
        broken.get(0),
        is(
            "FAILED MD5_NUMBER_LOWER64 gives the lower half of MD5 as a number: error 2141: asked"
                + " for by a test"
                + " (https://docs.snowflake.com/en/sql-reference/functions/md5_number_lower64)"));
  }

  @Test
  void whoMayNotCreateASchemaIsTold() throws Exception {
    StandInExtension.standIn().refuse("^create schema .*SNOWGAUGE_CHECK", 1, 3001, "42501");
    List<Finding> found = new ArrayList<>();
    warehouse.setup().tryAssumptions(found::add);
    assertThat(found, hasSize(1));
    assertThat(found.get(0).verdict(), is(Finding.Verdict.FAILED));
    assertThat(
        found.get(0).message(),
        startsWith(
            "a schema to try them out could not be created and dropped in warehouse.database: "));
  }
}
