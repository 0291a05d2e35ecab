package io.snowgauge.io.warehouse.snowflake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A session that must see all that was committed has to be opened after it was. */
@ExtendWith(StandInExtension.class)
class NewSessionsTest {
  private SnowflakeWarehouse warehouse;

  @BeforeEach
  void open() {
    String database = "SITE_" + UUID.randomUUID().toString().substring(0, 8);
    warehouse = StandInExtension.warehouse(database, "PUBLIC", "SNOWGAUGE", new Stage.Internal());
  }

  @AfterEach
  void close() {
    StandInExtension.close(warehouse);
  }

  private static long logins() throws IOException {
    return StandInExtension.standIn().log().stream()
        .filter(line -> line.contains("\"login\""))
        .count();
  }

  @Test
  void aNewSessionIsLoggedInWhateverIdles() throws Exception {
    warehouse.connect().close();
    long before = logins();
    warehouse.connect().close();
    assertThat("the idle one is used", logins(), is(before));
    for (int i = 1; i <= 3; i++) {
      warehouse.sessions().connectAnew().close();
      assertThat(logins(), is(before + i));
    }
    warehouse.connect().close();
    assertThat("the idle one still is there", logins(), is(before + 3));
  }

  /** As when it was given back while somebody logged in because there was none. */
  @Test
  void aSessionThatWasPreparedForThePoolIsNotNew() throws Exception {
    SessionPool pool = SessionPool.of(warehouse.account());
    pool.prepare();
    long before = logins();
    try (Connection anew = warehouse.sessions().connectAnew()) {
      assertThat(logins(), is(before + 1));
      assertThat(anew.getAutoCommit(), is(true));
    }
  }

  @Test
  void aNewSessionThatIsDiscardedIsClosed() throws Exception {
    Connection anew = warehouse.sessions().connectAnew();
    warehouse.sessions().discard(anew);
    assertThat(anew.isClosed(), is(true));
    try (Connection pooled = warehouse.connect()) {
      assertThat(isOpen(pooled), is(true));
    }
  }

  private static boolean isOpen(Connection connection) throws SQLException {
    return !connection.isClosed();
  }
}
