package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A table that somebody alters by hand, and the launcher that says where. */
@Timeout(120)
class VerifyTest {
  @TempDir Path folder;

  private void alter(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("warehouse.duckdb"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Snowgauge.Ended verify(Site site, String... more) {
    return site.snowgauge().run(Site.command("verify", more));
  }

  @Test
  void namesTheValueThatWasChanged() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ", \"digest\": \"records\""));
    site.write("data/one", UserGroups.random(1, 30), MONDAY);
    site.write(
        "data/two", "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\nt (a b)\nEnd UserGroup\n", MONDAY);
    assertThat(site.run().exitCode(), is(0));
    Snowgauge.Ended equal = verify(site, "--since-last");
    assertThat(equal.toString(), equal.exitCode(), is(0));

    alter(
        "UPDATE USER_GROUP_SHARES SET USER_NAME = 'mallory'"
            + " WHERE USER_NAME = 'b' AND GROUP_NAME = 't'");
    Snowgauge.Ended different = verify(site);
    assertThat(different.toString(), different.exitCode(), is(3));
    assertThat(
        different.out(),
        containsString("  record 2: USER_NAME: archived 'b' but found 'mallory'\n"));
    JsonNode told = new ObjectMapper().readTree(verify(site, "--format", "json").out());
    assertThat(told.at("/datasets/0/differences").asInt(), is(1));
    assertThat(told.at("/discrepancies/0/place").asText(), is("TABLE"));
    assertThat(told.at("/discrepancies/0/records/0/record").asInt(), is(2));
    assertThat(verify(site, "--since-last").out(), containsString("user_groups      0 "));
    assertThat(verify(site, "--run", "nobody").exitCode(), is(2));
  }
}
