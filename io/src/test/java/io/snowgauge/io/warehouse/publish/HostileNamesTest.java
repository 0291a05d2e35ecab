package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.REPLACE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Column.JsonNull;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.staging.StagedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names are data: whatever they look like, they reach the database as they are. */
class HostileNamesTest {
  @TempDir Path folder;

  static Stream<String> names() {
    return Stream.of(
        "with blanks",
        "o'neil",
        "say \"hi\"",
        "a;b -- c",
        "x'; DROP TABLE y; --",
        "Ünïcödé 雪 ☃ 😀",
        "line\nbreak",
        "dots.in.it",
        "select",
        "Mixed_Case",
        "[a-z]*?{x}",
        "back\\slash\\n",
        "%41 %s $1",
        "-leading",
        "1st");
  }

  @ParameterizedTest
  @MethodSource("names")
  void ofSchemasTablesAndDatasets(String name) throws Exception {
    try (Site site = new Site(folder, "site.duckdb", name, name + "2")) {
      Dataset dataset = Datasets.named(name, name, site.dataset(REPLACE));
      site.load(run("r1"), dataset, site.write("lsb.users", userGroups("team (u) -"), MONDAY));
      site.load(run("r2"), dataset, site.write("lsb.users", userGroups("team (v) -"), TUESDAY));
      String target = Identifiers.quote(name) + "." + Identifiers.quote(name);
      assertThat(site.rows("SELECT USER_NAME FROM " + target), contains("v"));
      String control = Identifiers.quote(name + "2");
      assertThat(
          site.rows("SELECT DATASET, STATUS FROM " + control + ".INGESTION_AUDIT ORDER BY RUN_ID"),
          contains(name + " | SUCCESS", name + " | SUCCESS"));
      assertThat(new ControlSchema(site.warehouse()).exist(site.connection()), is(true));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void ofColumns(String name) throws Exception {
    try (Site site = new Site(folder)) {
      Dataset dataset =
          Datasets.withFormat(
              RecordColumns.of(
                  new Column(name, "key", ColumnType.STRING, JsonNull.SHOWN),
                  new Column(name + "2", "key2", ColumnType.INTEGER, JsonNull.SHOWN)),
              site.dataset(REPLACE));
      Run run = run("r1");
      site.begin(run, dataset);
      SourceFile file = site.write("f", "", MONDAY);
      site.publish(run, dataset, Handmade.staged(site, run, file, "1,1,x,7", "2,2,y,8"));
      assertThat(
          site.rows(
              "SELECT "
                  + Identifiers.quote(name)
                  + ", "
                  + Identifiers.quote(name + "2")
                  + ", _RECORD FROM USER_GROUP_SHARES ORDER BY _RECORD"),
          contains("x | 7 | 1", "y | 8 | 2"));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void ofFilesAndOfTheFoldersAboveThem(String name) throws Exception {
    String parent = name.replaceAll("[;?\\\\\n]", "");
    try (Site site = new Site(Files.createDirectory(folder.resolve(parent)))) {
      Dataset dataset = site.dataset(REPLACE, "{order}/*", new Tolerance(1L, null));
      SourceFile file =
          site.write(
              name + "/" + name, userGroups("team (u) -", "bad (u"), MONDAY, Map.of("order", name));
      StagedFile staged = site.load(run("r1"), dataset, file).get(0);
      assertThat(
          site.rows("SELECT USER_NAME, \"ORDER\" FROM USER_GROUP_SHARES"), contains("u | " + name));
      assertThat(
          site.rows("SELECT URI, STATUS FROM SNOWGAUGE.INGESTION_FILES"),
          contains(file.uri() + " | PUBLISHED"));
      assertThat(
          site.rows("SELECT URI, LINE FROM SNOWGAUGE.INGESTION_REJECTS"),
          contains(file.uri() + " | 4"));
      assertThat(
          site.filesOf(run("r1")),
          contains(
              file.fileId() + "-" + staged.stageId() + "-1.ndjson",
              file.fileId() + "-" + staged.stageId() + "-rejects.jsonl"));
    }
  }

  /** DuckDB names the database for the file, by rules of its own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "two.dots.duckdb",
        ".hidden.duckdb",
        "..two",
        "main.duckdb",
        "temp.duckdb",
        "system",
        "MAIN.db",
        "snowgauge.duckdb",
        "with blank.duckdb",
        "o'neil \"x\".duckdb",
        "Ünï 雪.duckdb",
        "a#b%20c=d&e.duckdb",
        "[x]*{y}.duckdb",
        "a,b.duckdb",
        "a:b.duckdb",
        "line\nbreak.duckdb",
        "select.duckdb",
        "1.duckdb"
      })
  void ofTheDatabaseFile(String name) throws Exception {
    try (Site site = new Site(folder, name, "main", "SNOWGAUGE")) {
      site.load(
          run("r1"),
          site.dataset(REPLACE),
          site.write("lsb.users", userGroups("team (u) -"), MONDAY));
      assertThat(site.shares(), contains("team | u | null"));
      assertThat(Files.isRegularFile(folder.resolve(name)), is(true));
    }
  }

  @Test
  void ofCapturesThatAreWordsOfSql() throws Exception {
    try (Site site = new Site(folder)) {
      Dataset dataset = site.dataset(REPLACE, "{Select}/{order}/{User}/f", Tolerance.NONE);
      SourceFile file =
          site.write(
              "a/b/c/f",
              userGroups("team (u) -"),
              MONDAY,
              Map.of("Select", "a", "order", "b", "User", "c"));
      site.load(run("r1"), dataset, file);
      assertThat(
          site.rows("SELECT \"SELECT\", \"ORDER\", \"USER\" FROM USER_GROUP_SHARES"),
          contains("a | b | c"));
    }
  }

  @Test
  void ofManyFilesInOneLoad() throws Exception {
    try (Site site = new Site(folder)) {
      Dataset dataset = site.dataset(REPLACE, "*", Tolerance.NONE);
      List<SourceFile> files = new ArrayList<>();
      for (String name : names().toList()) {
        files.add(site.write(name, userGroups("team (u) -"), MONDAY));
      }
      site.load(run("r1"), dataset, files.toArray(SourceFile[]::new));
      assertThat(
          site.rows("SELECT URI FROM SNOWGAUGE.INGESTION_FILES ORDER BY URI"),
          is(files.stream().map(SourceFile::uri).sorted().toList()));
      assertThat(
          site.rows("SELECT COUNT(*) FROM USER_GROUP_SHARES"),
          contains(String.valueOf(files.size())));
    }
  }
}
