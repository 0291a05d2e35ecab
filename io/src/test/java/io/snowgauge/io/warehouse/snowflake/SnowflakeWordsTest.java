package io.snowgauge.io.warehouse.snowflake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnowflakeWordsTest {
  @Test
  void namesObjectsAsSnowflakeDoes() throws Exception {
    assertThat(ExternalUrl.of("s3://bucket/a/b.csv"), is("s3://bucket/a/b.csv"));
    assertThat(
        ExternalUrl.of("azfs://account/container/a/b.csv"),
        is("azure://account.blob.core.windows.net/container/a/b.csv"));
    assertThrows(SQLException.class, () -> ExternalUrl.of("file:///a/b.csv"));
  }

  @Test
  void escapesWhatPathsAndTagsDoNotTake() {
    assertThat(InternalStage.pathPart("r-1_a"), is("r-1_a"));
    assertThat(InternalStage.pathPart("../é"), is(".2e..2e..2f..e9."));
    assertThat(
        QueryTag.of("r\"1\n", "d"),
        is("{\"application\":\"Snowgauge\",\"run\":\"r\\\"1\\u000a\",\"dataset\":\"d\"}"));
  }

  @Test
  void quotesNamesPartByPart() {
    assertThat(
        SnowflakeNames.qualified("db.landing.my stage"), is("\"DB\".\"LANDING\".\"my stage\""));
    assertThat(SnowflakeNames.session("globolatte_db"), is("GLOBOLATTE_DB"));
    assertThat(SnowflakeNames.session("my \"db\""), is("\"my \"\"db\"\"\""));
  }

  @Test
  void readsNamesAsSnowflakePrintsThem() {
    assertThat(SnowflakeNames.parts("DB"), is(List.of("DB")));
    assertThat(SnowflakeNames.parts("DB.S.T"), is(List.of("DB", "S", "T")));
    assertThat(
        SnowflakeNames.parts("DB.\"a.b \"\"c\"\"\".\"x\ny\""),
        is(List.of("DB", "a.b \"c\"", "x\ny")));
    assertThat(SnowflakeNames.list("A, B"), is(List.of("A", "B")));
    assertThat(SnowflakeNames.list(""), is(List.of()));
  }

  @Test
  void retriesWaitingAndLossButNoFaultOfTheData() {
    SQLException waiters = new SQLException("20 statements limit", "57014", 625);
    SQLException cancelled = new SQLException("cancelled", "57014", 604);
    SQLException badNumber = new SQLException("'x' is not recognized", "22018", 100038);
    SQLException noAnswer = new SQLException("HTTP status=503", "58030", 200015);
    SQLException gone = new SQLException("Session no longer exists", null, 390111);
    assertThat(SnowflakeErrors.isRetryable(waiters), is(true));
    assertThat(SnowflakeErrors.isRetryable(cancelled), is(false));
    assertThat(SnowflakeErrors.isRetryable(badNumber), is(false));
    assertThat(SnowflakeErrors.isConnectionLost(noAnswer), is(true));
    assertThat(SnowflakeErrors.isConnectionLost(gone), is(true));
    assertThat(SnowflakeErrors.isConnectionLost(new SQLException("?", "08006")), is(true));
    assertThat(SnowflakeErrors.isConnectionLost(new SQLException("?", "08001")), is(true));
    assertThat(
        SnowflakeErrors.isConnectionLost(new SQLException("Connection is closed")), is(true));
    assertThat(SnowflakeErrors.isConnectionLost(badNumber), is(false));
  }

  /** The driver's codes, of all and by cloud: ErrorCode of 3.28.0. */
  @ParameterizedTest
  @ValueSource(ints = {200066, 253003, 200013, 200020, 200044, 200061})
  void knowsAnUploadThatFailed(int code) {
    SQLException failed = new SQLException("?", "58000", code);
    assertThat(SnowflakeErrors.isUploadFailed(failed), is(true));
    assertThat(SnowflakeErrors.isRetryable(failed), is(false));
    SQLException lost = new SQLException("?", "08006", 200002);
    assertThat(
        SnowflakeErrors.isConnectionLost(new FailedUploadException("a part", lost)), is(false));
  }

  /** Incorrect password, locked user, invalid JWT, expired OAuth token, refused access token. */
  @ParameterizedTest
  @ValueSource(ints = {390100, 390102, 390144, 390318, 394400})
  void neverRepeatsALoginThatIsRefused(int code) {
    SQLException refused = new SQLException("refused", "08001", code);
    assertThat(SnowflakeErrors.isConnectionLost(refused), is(false));
    assertThat(SnowflakeErrors.isConnectionLost(new SQLException("?", refused)), is(false));
    assertThat(SnowflakeErrors.isRetryable(refused), is(false));
  }
}
