package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.io.warehouse.snowflake.Credentials;
import io.snowgauge.io.warehouse.snowflake.SnowflakeAccount;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.Stage;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.staging.StagedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How sessions are opened, and what they are told. */
@ExtendWith(StandInExtension.class)
class SnowflakeLoginTest {
  @TempDir Path folder;
  private final String user = "USER_" + UUID.randomUUID();
  private String password = "right";
  private SnowflakeWarehouse warehouse;

  @BeforeEach
  void describeWarehouse() {
    SnowflakeAccount account =
        new SnowflakeAccount(
            StandInExtension.standIn().url(),
            user,
            null,
            null,
            "SITE_" + UUID.randomUUID().toString().substring(0, 8),
            "PUBLIC",
            new Credentials.Password(() -> password),
            Duration.ofHours(30));
    warehouse = new SnowflakeWarehouse(account, "SNOWGAUGE", new Stage.Internal());
  }

  @AfterEach
  void endSessions() {
    StandInExtension.close(warehouse);
  }

  private List<JsonNode> logins() throws IOException {
    List<JsonNode> logins = new ArrayList<>();
    for (String line : StandInExtension.standIn().log()) {
      if (line.contains("\"login\": \"" + user + "\"")) {
        logins.add(new ObjectMapper().readTree(line));
      }
    }
    return logins;
  }

  @Test
  void eachSessionIsToldWhoseItIsAndHowLongToWait() throws Exception {
    try (Connection connection = warehouse.connect()) {
      JsonNode login = logins().get(0);
      assertThat(login.get("application").asText(), is("Snowgauge"));
      JsonNode parameters = login.get("parameters");
      assertThat(parameters.get("LOCK_TIMEOUT").asInt(), is(15 * 60));
      assertThat(parameters.get("STATEMENT_TIMEOUT_IN_SECONDS").asInt(), is(30 * 60 * 60));
      assertThat(parameters.get("ABORT_DETACHED_QUERY").asBoolean(), is(true));
      assertThat(parameters.get("AUTOCOMMIT").asBoolean(), is(true));
      assertThat(parameters.get("TIMEZONE").asText(), is("UTC"));
      assertThat(parameters.get("TIMESTAMP_TYPE_MAPPING").asText(), is("TIMESTAMP_NTZ"));
      assertThat(parameters.get("QUOTED_IDENTIFIERS_IGNORE_CASE").asBoolean(), is(false));
      assertThat(parameters.get("QUERY_TAG").asText(), is("{\"application\":\"Snowgauge\"}"));
      assertThat(connection.getAutoCommit(), is(true));
    }
  }

  @Test
  void aSessionThatWasGivenBackIsUsedAgain() throws Exception {
    warehouse.connect().close();
    warehouse.connect().close();
    assertThat(logins(), hasSize(1));
  }

  @Test
  void aWrongPasswordIsTriedOnceAndSaidAtOnce() throws Exception {
    password = "wrong";
    SQLException refused = assertThrows(SQLException.class, warehouse::connect);
    assertThat(String.valueOf(refused.getMessage()), containsString("Incorrect username"));
    assertThat(logins(), hasSize(1));
  }

  @Test
  void aLoginThatIsRefusedInTheMiddleOfARunIsNotRepeated() throws Exception {
    try (Site site = new Site(folder, warehouse)) {
      Dataset dataset = site.dataset(APPEND);
      site.begin(run("r1"), dataset);
      StagedFile staged =
          site.stage(run("r1"), dataset, site.write("a", userGroups("g (u) -"), MONDAY));
      int before = logins().size();
      // Creating the tables took two sessions: with both in use, publishing has to log in.
      try (Connection other = warehouse.connect()) {
        assertThat(other.isValid(1), is(true));
        assertThat(logins(), hasSize(before));
        password = "wrong";
        assertThrows(SQLException.class, () -> site.publish(run("r1"), dataset, staged));
        assertThat(logins(), hasSize(before + 1));
      }
    }
  }
}
