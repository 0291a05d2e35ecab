package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static io.snowgauge.endtoend.Site.TUESDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no longer, or not readable as, what the listing showed. */
@Timeout(300)
class ChangingFilesTest {
  private static final UserGroups GOOD = UserGroups.random(1, 500);

  @TempDir Path folder;

  @Test
  void aFileThatIsDeletedWhileItIsReadFailsAlone() throws Exception {
    Site deleting = Site.with(folder, Site.configuration("append", ""));
    Path large = deleting.write("data/large", UserGroups.random(2, 400_000), MONDAY);
    deleting.write("data/small", GOOD, MONDAY);
    Snowgauge.Running running = deleting.snowgauge().start("run");
    assertThat(running.runsUntil(() -> hasGrown(deleting)), is(true));
    Files.delete(large);
    assertThat(running.await().exitCode(), is(3));
    assertThat(deleting.shares(), is(GOOD.rows()));
    assertThat(
        failures(deleting),
        contains("expected the listed file but it was deleted while it was read"));
  }

  @Test
  void aFileThatChangesWhileItIsReadFailsAndTheNextRunLoadsTheNewVersion() throws Exception {
    Site changing = Site.with(folder, Site.configuration("append", ""));
    UserGroups groups = UserGroups.random(3, 400_000);
    Path large = changing.write("data/large", groups, MONDAY);
    changing.write("data/small", GOOD, MONDAY);
    Snowgauge.Running running = changing.snowgauge().start("run");
    assertThat(running.runsUntil(() -> hasGrown(changing)), is(true));
    Files.writeString(large, "# one more line\n", StandardOpenOption.APPEND);
    assertThat(running.await().exitCode(), is(3));
    assertThat(changing.shares(), is(GOOD.rows()));
    assertThat(
        failures(changing),
        contains(
            "expected the listed version but the file changed since; the next run loads the new"
                + " one"));
    assertThat(changing.run().exitCode(), is(0));
    assertThat(
        changing.query("SELECT COUNT(*) FROM USER_GROUP_SHARES"),
        contains(String.valueOf(groups.size() + GOOD.size())));
  }

  /** Whether the archive shows that the large file is being read. */
  private static boolean hasGrown(Site site) {
    try {
      for (Path part : site.files("archive")) {
        if (Files.size(part) > 1_000_000) {
          return true;
        }
      }
      return false;
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private static List<String> failures(Site site) throws SQLException {
    return site.query(
        "SELECT ERROR_MESSAGES FROM SNOWGAUGE.INGESTION_FILES WHERE STATUS = 'FAILED'");
  }

  @Test
  void aFileThatMayNotBeReadFailsAlone() throws Exception {
    Site sealed = Site.with(folder, Site.configuration("append", ""));
    Path file = sealed.write("data/sealed", UserGroups.random(4, 5), TUESDAY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "nothing is sealed for this user");
    sealed.write("data/good", GOOD, MONDAY);
    assertThat(sealed.run().exitCode(), is(3));
    assertThat(sealed.shares(), is(GOOD.rows()));
    assertThat(
        failures(sealed), contains("expected a readable file but reading it is not permitted"));
  }

  @Test
  void aFolderThatMayNotBeReadFailsAlone() throws Exception {
    String nested = Site.configuration("append", "").replace("data/*", "data/*/*");
    Site sealed = Site.with(folder, nested);
    sealed.write("data/closed/a", UserGroups.random(4, 5), TUESDAY);
    Path closed = sealed.path("data/closed");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(closed), "nothing is sealed for this user");
    sealed.write("data/open/good", GOOD, MONDAY);
    assertThat(sealed.run().exitCode(), is(3));
    assertThat(sealed.shares(), is(GOOD.rows()));
    assertThat(
        failures(sealed), contains("expected a readable folder but listing it is not permitted"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(sealed.run().exitCode(), is(0));
  }

  @Test
  void aDatasetWhoseFilesCannotBeListedFailsAlone() throws Exception {
    Site site =
        Site.with(
            folder,
            """
            {
              "datasets": {
                "looped": {
                  "input": "looped/*", "format": { "type": "lsf" }, "table": "LOOPED"
                },
                "user_groups": {
                  "input": "data/*", "format": { "type": "lsf" }, "table": "USER_GROUP_SHARES"
                }
              }
            }
            """);
    Files.createSymbolicLink(site.path("looped"), site.path("looped"));
    site.write("data/good", GOOD, MONDAY);
    Snowgauge.Ended run = site.run("--run-id", "r");
    assertThat(run.exitCode(), is(1));
    String why = "expected a readable folder but listing it failed (Too many levels of symbolic";
    assertThat(run.err(), startsWith("snowgauge: looped: " + why));
    assertThat(site.shares(), is(GOOD.rows()));
    assertThat(
        site.query(
            "SELECT DATASET, STATUS, left(ERROR_MESSAGES, 40) FROM SNOWGAUGE.INGESTION_AUDIT"
                + " ORDER BY 1"),
        contains(
            "looped | FAILED | " + ("the run failed: " + why).substring(0, 40),
            "user_groups | SUCCESS | null"));
    assertThat(
        site.snowgauge().run(Site.command("audit", "--run", "r", "--wait")).exitCode(), is(1));

    Files.delete(site.path("looped"));
    site.write("looped/a", GOOD, MONDAY);
    assertThat(site.run("--run-id", "r").exitCode(), is(0));
    assertThat(site.query("SELECT count(*) FROM LOOPED"), contains("" + GOOD.rows().size()));
  }
}
