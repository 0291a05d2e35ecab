package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Folders and files may be called anything. */
@Timeout(120)
class HostilePathsTest {
  private static final String FOLDER = "o'neil & \"co\" [a-z]* {b} 雪 %20 #1 $HOME";

  private static final List<String> NAMES =
      List.of(
          "with blank",
          "o'neil",
          "\"x\"",
          "a;b",
          "a?b",
          "back\\slash",
          "line\nbreak",
          "[x]*{y}",
          "雪",
          "-rf",
          "$(id)",
          "a,b",
          "\u001b[31m");

  @TempDir Path folder;

  @Test
  void everythingLiesInAFolderOfSuchAName() throws Exception {
    Site site =
        Site.with(
            Files.createDirectory(folder.resolve(FOLDER)),
            Site.configuration("append", "").replace("data/*", "data/{farm}/*"));
    for (String name : NAMES) {
      site.write("data/" + name + "/" + name, new UserGroups().group("g", "u=1"), MONDAY);
    }
    Snowgauge.Ended run = site.run();
    assertThat(run.err(), run.exitCode(), is(0));
    String[] farms = NAMES.stream().sorted().toArray(String[]::new);
    assertThat(site.query("SELECT FARM FROM USER_GROUP_SHARES ORDER BY FARM"), contains(farms));
    assertThat(
        site.query(
            "SELECT replace(URI, 'file://' || '%s', '')"
                    .formatted((site.folder() + "/").replace("'", "''"))
                + " FROM SNOWGAUGE.INGESTION_FILES ORDER BY 1"),
        contains(NAMES.stream().sorted().map(name -> "data/" + name + "/" + name).toArray()));
    assertThat(site.ndjson().size(), is(NAMES.size()));

    String configuration = site.path("snowgauge.json").toString();
    Snowgauge.Ended fromElsewhere = Snowgauge.in(folder).run("run", "--config", configuration);
    assertThat(fromElsewhere.exitCode(), is(0));
    assertThat(
        fromElsewhere.outLines().get(0),
        is("user_groups: nothing new, all %d files are loaded".formatted(NAMES.size())));
  }

  @Test
  void namesThatAreNoAsciiNeedNoLocale() throws Exception {
    Site site =
        Site.with(
            Files.createDirectory(folder.resolve("ünï 雪")),
            Site.configuration("append", "").replace("data/*", "data/{farm}/*"));
    site.write("data/größe/a", new UserGroups().group("g", "ü=1"), MONDAY);
    for (String locale : List.of("C", "POSIX", "nowhere", "tlh_AQ.UTF-8")) {
      Snowgauge.Ended run =
          Snowgauge.in(folder)
              .with("LC_ALL", locale)
              .with("LANG", locale)
              .run("run", "--force", "--config", "ünï 雪/snowgauge.json");
      assertThat(run.err(), run.exitCode(), is(0));
      assertThat(
          site.query("SELECT FARM, USER_NAME FROM USER_GROUP_SHARES"), contains("größe | ü"));
    }
  }

  @Test
  void aNameThatIsNoTextFailsAlone() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    site.write("data/good", new UserGroups().group("g", "u=1"), MONDAY);
    Process shell =
        new ProcessBuilder("bash", "-c", "printf x > data/$'latin1 \\xfc'")
            .directory(folder.toFile())
            .start();
    assertThat(shell.waitFor(), is(0));
    Snowgauge.Ended run = site.run();
    assertThat(run.exitCode(), is(3));
    assertThat(site.shares(), contains("g | u | 1"));
    assertThat(
        site.query(
            "SELECT ERROR_MESSAGES FROM SNOWGAUGE.INGESTION_FILES" + " WHERE STATUS = 'FAILED'"),
        contains("expected a name in UTF-8 but found other bytes; rename the file"));
  }

  /** As a worker of a cluster is started where the locale is POSIX: the launcher would see that. */
  @Test
  void aNameThatTheJvmCannotWriteFailsAloneUntilItCan() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    site.write("data/good", new UserGroups().group("g", "u=1"), MONDAY);
    site.write("data/größe", new UserGroups().group("g", "v=2"), MONDAY);
    Path locale = Files.createDirectory(folder.resolve("bin")).resolve("locale");
    Files.writeString(locale, "#!/bin/sh\necho UTF-8\n");
    assertThat(locale.toFile().setExecutable(true), is(true));
    Snowgauge inAscii =
        site.snowgauge()
            .with("LC_ALL", "C")
            .with("PATH", locale.getParent() + ":" + System.getenv("PATH"));
    Snowgauge.Ended check = inAscii.run("check");
    assertThat(check.toString(), check.exitCode(), is(1));
    assertThat(check.out(), containsString("is listed but cannot be read: expected a name that"));
    Snowgauge.Ended run = inAscii.run("run");
    assertThat(run.toString(), run.exitCode(), is(3));
    assertThat(site.shares(), contains("g | u | 1"));
    assertThat(
        site.query(
            "SELECT FAILURE_KIND, ERROR_MESSAGES FROM SNOWGAUGE.INGESTION_FILE_EVENTS"
                + " WHERE STATUS = 'FAILED'"),
        contains(
            "REFUSED | expected a name that this process can write but it writes ASCII only, since it"
                + " was started without a UTF-8 locale: start it with LC_ALL=C.UTF-8"));
    assertThat(site.run().exitCode(), is(0));
    assertThat(site.shares(), containsInAnyOrder("g | u | 1", "g | v | 2"));
  }

  @Test
  void terminalsAreNotSentControlCharactersOfNames() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    site.write("data/\u001b]0;title\u0007", "", MONDAY);
    Snowgauge.Ended run = site.run();
    assertThat(run.out().indexOf('\u001b'), is(-1));
    assertThat(run.out(), containsString("PUBLISHED data/\ufffd]0;title\ufffd"));
  }

  @Test
  void aDatabaseThatTheDriverWouldMisreadIsRefused() throws Exception {
    Site site = Site.with(folder, Site.configuration("append", ""));
    for (String path : List.of("a;b.duckdb", "a?b.duckdb", "a\\b.duckdb")) {
      Snowgauge.Ended run = site.run("--set", "warehouse.path=" + path);
      assertThat(run.exitCode(), is(oneOf(1, 2)));
      assertThat(run.err(), containsString("warehouse.path: expected a path without"));
      assertThat(site.everything(), contains("snowgauge.json"));
    }
  }
}
