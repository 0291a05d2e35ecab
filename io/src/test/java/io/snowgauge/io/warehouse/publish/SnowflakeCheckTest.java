package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.io.warehouse.Finding.Verdict;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.io.warehouse.control.ControlTables;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.Stage;
import io.snowgauge.io.warehouse.snowflake.StandIn;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a role lacks in Snowflake, by the grants that a stand-in lists. */
@ExtendWith(StandInExtension.class)
class SnowflakeCheckTest {
  private static final String ROLE = "LOADER_ROLE";

  private final String database =
      "CHECK_" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
  private StandIn standIn;
  private SnowflakeWarehouse warehouse;

  @BeforeEach
  void start() throws Exception {
    standIn = StandInExtension.standIn();
    standIn.grant("PUBLIC", List.of());
    open("SALES", new Stage.Internal());
  }

  private void open(String schema, Stage stage) {
    warehouse = StandInExtension.warehouse(database, schema, "SNOWGAUGE", stage);
  }

  @AfterEach
  void close() {
    StandInExtension.close(warehouse);
  }

  private static Dataset dataset(String table) {
    return new Dataset(
        "d",
        InputPattern.parse("file:///data/*"),
        new UserGroupFormat(UserGroupFormat.DEFAULT_MAX_LINE_BYTES),
        table,
        APPEND,
        List.of(),
        Tolerance.NONE);
  }

  private void init(Dataset dataset) throws Exception {
    try (Connection connection = warehouse.connect()) {
      new ControlSchema(warehouse).create(connection);
      new DatasetTables(warehouse, dataset).create(connection);
    }
  }

  /** The lines of the findings, without what was connected to. */
  private List<String> check(Dataset dataset) {
    return new WarehouseCheck(warehouse, List.of(dataset))
        .findings().stream()
            .map(f -> f.verdict() + " " + f.subject() + ": " + f.message())
            .filter(line -> !line.startsWith("OK warehouse: connected to "))
            .filter(line -> !line.startsWith("OK READ_CONSISTENCY_MODE: SESSION: "))
            .toList();
  }

  private List<List<String>> usage(String... more) {
    List<List<String>> grants = new ArrayList<>();
    grants.add(List.of("USAGE", "DATABASE", database));
    grants.add(List.of("USAGE", "SCHEMA", database + ".SALES"));
    grants.add(List.of("USAGE", "SCHEMA", database + ".SNOWGAUGE"));
    Arrays.stream(more).map(grant -> List.of(grant.split(" / "))).forEach(grants::add);
    return grants;
  }

  private List<List<String>> tables(Dataset dataset, List<List<String>> grants) {
    for (String name : ControlTables.TABLES) {
      grants.add(List.of("OWNERSHIP", "TABLE", database + ".SNOWGAUGE." + name));
    }
    for (String name : DatasetTables.locks(warehouse, dataset).names()) {
      grants.add(List.of("OWNERSHIP", "TABLE", database + ".SNOWGAUGE." + name));
    }
    for (String name : ControlTables.VIEWS) {
      grants.add(List.of("SELECT", "VIEW", database + ".SNOWGAUGE." + name));
    }
    return grants;
  }

  private String name(String... parts) {
    StringBuilder name = new StringBuilder(Identifiers.quoteExactly(database));
    Arrays.stream(parts).forEach(part -> name.append('.').append(Identifiers.quoteExactly(part)));
    return name.toString();
  }

  @Test
  void aRoleWithAllItNeedsIsFine() throws Exception {
    init(dataset("T"));
    standIn.grant(
        ROLE,
        tables(
            dataset("T"),
            usage(
                "CREATE TABLE / SCHEMA / " + database + ".SNOWGAUGE",
                "OWNERSHIP / STAGE / " + database + ".SNOWGAUGE.SNOWGAUGE_PARTS",
                "USAGE / ROLE / READERS")));
    standIn.grant("READERS", changing(database + ".SALES.T"));
    assertThat(
        check(dataset("T")),
        contains(
            "OK warehouse.warehouse: \"LOAD_WH\" is used",
            "OK warehouse.database: " + name() + ": USAGE",
            "OK warehouse.schema: " + name("SALES") + ": USAGE",
            "OK controlSchema: " + name("SNOWGAUGE") + ": USAGE",
            "OK controlSchema: " + name("SNOWGAUGE") + ": CREATE TABLE",
            "OK warehouse.stage: " + name("SNOWGAUGE", "SNOWGAUGE_PARTS") + ": READ, WRITE",
            "OK control tables: version 3 in " + name("SNOWGAUGE"),
            "OK datasets.d.table: " + name("SALES", "T") + " is there and fits"));
  }

  /** Whether sessions see late what others commit. */
  @Test
  void theReadConsistencyOfTheAccountIsTold() throws Exception {
    assertThat(
        told("READ_CONSISTENCY_MODE"),
        contains(
            "OK: SESSION: a session may see what others commit a moment later; publishing waits for"
                + " it"));
    standIn.refuse("^show parameters", 1, 3001, "42501");
    assertThat(
        told("READ_CONSISTENCY_MODE"), contains("UNKNOWN: cannot be checked: asked for by a test"));
  }

  /** The findings about a subject. */
  private List<String> told(String subject) {
    return new WarehouseCheck(warehouse, List.of(dataset("T")))
        .findings().stream()
            .filter(f -> f.subject().equals(subject))
            .map(f -> f.verdict() + ": " + f.message())
            .toList();
  }

  @Test
  void tablesOfAnEarlierVersionAreForInit() throws Exception {
    init(dataset("T"));
    try (Connection connection = warehouse.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM SNOWGAUGE.SCHEMA_VERSION");
      statement.execute("INSERT INTO SNOWGAUGE.SCHEMA_VERSION VALUES (1, CURRENT_TIMESTAMP)");
    }
    assertThat(
        check(dataset("T")),
        hasItem(
            "FAILED control tables: those in "
                + name("SNOWGAUGE")
                + " are of version 1; 'snowgauge init' takes them to version 3"));
  }

  /** Whoever creates them owns them: that must not be the first run. */
  @Test
  void missingLocksAreForInit() throws Exception {
    Dataset dataset = dataset("T");
    init(dataset);
    List<String> locks = DatasetTables.locks(warehouse, dataset).all();
    try (Connection connection = warehouse.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE " + locks.get(1));
    }
    assertThat(
        check(dataset),
        hasItem(
            "FAILED datasets.d: its locks are not there, "
                + DatasetTables.locks(warehouse, dataset).names().get(1)
                + " in "
                + name("SNOWGAUGE")
                + "; 'snowgauge init' creates what is missing"));
    try (Connection connection = warehouse.connect()) {
      SQLException missing =
          assertThrows(
              SQLException.class, () -> new DatasetTables(warehouse, dataset).require(connection));
      assertThat(
          missing.getMessage(),
          is(
              "d: expected the locks "
                  + String.join(" and ", locks)
                  + " but this role sees not both; 'snowgauge init' creates and grants them"));
      new DatasetTables(warehouse, dataset).create(connection);
      new DatasetTables(warehouse, dataset).require(connection);
    }
  }

  @Test
  void whoeverCreatesTheViewsNeedsTheRightTo() throws Exception {
    standIn.grant(ROLE, usage("CREATE TABLE / SCHEMA / " + database + ".SNOWGAUGE"));
    assertThat(
        check(dataset("T")),
        hasItem(
            "FAILED controlSchema: %1$s lacks CREATE VIEW; mend it with: GRANT CREATE VIEW ON SCHEMA %1$s TO ROLE \"LOADER_ROLE\""
                .formatted(name("SNOWGAUGE"))));
  }

  @Test
  void aRoleThatInitGrantsToLacksNothing() throws Exception {
    Dataset dataset = dataset("say \"hi\"; --");
    init(dataset);
    standIn.grant(ROLE, List.of());
    LoaderGrants grants = new LoaderGrants(warehouse, List.of(dataset), ROLE);
    assertThat(
        grants.statements().stream().limit(5).map(Sql::text).toList(),
        contains(
            "GRANT USAGE ON DATABASE " + name() + " TO ROLE \"LOADER_ROLE\"",
            "GRANT USAGE ON SCHEMA " + name("SALES") + " TO ROLE \"LOADER_ROLE\"",
            "GRANT USAGE ON SCHEMA " + name("SNOWGAUGE") + " TO ROLE \"LOADER_ROLE\"",
            "GRANT CREATE TABLE ON SCHEMA " + name("SNOWGAUGE") + " TO ROLE \"LOADER_ROLE\"",
            "GRANT READ, WRITE ON STAGE "
                + name("SNOWGAUGE", "SNOWGAUGE_PARTS")
                + " TO ROLE \"LOADER_ROLE\""));
    try (Connection connection = warehouse.connect()) {
      grants.grant(connection);
      grants.grant(connection);
    }
    assertThat(check(dataset).stream().filter(line -> !line.startsWith("OK ")).toList(), empty());
  }

  private static List<List<String>> changing(String table) {
    return List.of(
        List.of("SELECT", "TABLE", table),
        List.of("INSERT", "TABLE", table),
        List.of("UPDATE", "TABLE", table),
        List.of("DELETE", "TABLE", table));
  }

  @ParameterizedTest
  @ValueSource(strings = {"T", "say \"hi\"; --", "dots.in.it", "lower", "line\nbreak"})
  void whatIsMissingIsToldWithTheStatementThatMendsIt(String table) throws Exception {
    Dataset dataset = dataset(table);
    init(dataset);
    String known = Identifiers.canonical(table);
    standIn.grant(
        ROLE,
        tables(
            dataset,
            usage(
                "READ / STAGE / " + database + ".SNOWGAUGE.SNOWGAUGE_PARTS",
                "SELECT / TABLE / " + database + ".SALES." + Identifiers.quoteExactly(known))));
    assertThat(
        check(dataset),
        contains(
            "OK warehouse.warehouse: \"LOAD_WH\" is used",
            "OK warehouse.database: " + name() + ": USAGE",
            "OK warehouse.schema: " + name("SALES") + ": USAGE",
            "OK controlSchema: " + name("SNOWGAUGE") + ": USAGE",
            "FAILED controlSchema: %1$s lacks CREATE TABLE; mend it with: GRANT CREATE TABLE ON SCHEMA %1$s TO ROLE \"LOADER_ROLE\""
                .formatted(name("SNOWGAUGE")),
            "FAILED warehouse.stage: %1$s lacks WRITE; mend it with: GRANT WRITE ON STAGE %1$s TO ROLE \"LOADER_ROLE\""
                .formatted(name("SNOWGAUGE", "SNOWGAUGE_PARTS")),
            "FAILED datasets.d.table: %1$s lacks INSERT, UPDATE, DELETE; mend it with: GRANT INSERT, UPDATE, DELETE ON TABLE %1$s TO ROLE \"LOADER_ROLE\""
                .formatted(name("SALES", known)),
            "OK control tables: version 3 in " + name("SNOWGAUGE"),
            "OK datasets.d.table: " + name("SALES", known) + " is there and fits"));
  }

  @Test
  void whatInitCreatesIsToldWithIt() throws Exception {
    standIn.grant(ROLE, List.of(List.of("OWNERSHIP", "DATABASE", database)));
    assertThat(
        check(dataset("T")),
        contains(
            "OK warehouse.warehouse: \"LOAD_WH\" is used",
            "OK warehouse.database: " + name() + ": USAGE",
            "FAILED warehouse.schema: %1$s does not exist or may not be used; 'snowgauge init' creates it, or mend it with: GRANT USAGE ON SCHEMA %1$s TO ROLE \"LOADER_ROLE\""
                .formatted(name("SALES")),
            "FAILED controlSchema: %1$s does not exist or may not be used; 'snowgauge init' creates it, or mend it with: GRANT USAGE ON SCHEMA %1$s TO ROLE \"LOADER_ROLE\""
                .formatted(name("SNOWGAUGE")),
            "FAILED control tables: none in "
                + name("SNOWGAUGE")
                + " that this role may see; 'snowgauge init' creates what is missing",
            "FAILED datasets.d.table: "
                + name("SALES", "T")
                + " is not there, or this role may not see it; 'snowgauge init' creates what is"
                + " missing"));
  }

  @Test
  void stagesOfOthersNeedUsage() throws Exception {
    close();
    open("SALES", new Stage.External("landing.my \"stage\""));
    standIn.grant(ROLE, usage());
    assertThat(
        check(dataset("T")),
        hasItem(
            "FAILED warehouse.stage: %1$s does not exist or may not be used; mend it with: GRANT USAGE ON STAGE %1$s TO ROLE \"LOADER_ROLE\""
                .formatted(name("LANDING", "my \"stage\""))));
    close();
    open("SALES", new Stage.Integration("lake"));
    assertThat(
        check(dataset("T")),
        hasItem(
            "FAILED warehouse.stage: \"LAKE\" does not exist or may not be used; mend it with:"
                + " GRANT USAGE ON INTEGRATION \"LAKE\" TO ROLE \"LOADER_ROLE\""));
    standIn.grant(ROLE, usage("USAGE / INTEGRATION / LAKE"));
    assertThat(check(dataset("T")), hasItem("OK warehouse.stage: \"LAKE\": USAGE"));
  }

  @Test
  void grantsThatCannotBeReadAreNoFault() throws Exception {
    standIn.grant(ROLE, usage("USAGE / ROLE / unreadable"));
    assertThat(
        check(dataset("T")).stream().filter(line -> line.contains("CREATE TABLE")).toList().get(0),
        startsWith(
            "UNKNOWN warehouse.schema: cannot be checked: no grant was found, but those of some"
                + " roles cannot be read (\"unreadable\": "));
  }

  /** https://docs.snowflake.com/en/sql-reference/sql/show: "returns up to ten thousand". */
  @Test
  void whatIsNotListedMayBeGranted() throws Exception {
    standIn.grant(ROLE, usage(), true);
    assertThat(
        check(dataset("T")).stream().filter(line -> line.contains("CREATE TABLE")).toList(),
        hasItem(
            startsWith(
                "UNKNOWN controlSchema: cannot be checked: no grant was found, but those of some"
                    + " roles cannot be read (\"LOADER_ROLE\": only its first 10000 grants are"
                    + " listed); it would be: GRANT CREATE TABLE ON SCHEMA")));
    standIn.grant(ROLE, usage());
  }

  @Test
  void nothingIsCreatedByLooking() throws Exception {
    standIn.grant(ROLE, usage());
    int before = standIn.log().size();
    check(dataset("T"));
    List<String> sent = standIn.log().subList(before, standIn.log().size());
    assertThat(
        sent.stream()
            .filter(line -> line.contains("\"sql\""))
            .filter(line -> !line.matches("(?i).*\"sql\": \"(select|show|alter session) .*"))
            .toList(),
        is(List.of()));
  }

  @Test
  void aLoginThatIsRefusedIsTheOnlyFinding() {
    close();
    warehouse =
        StandInExtension.warehouse(database, "SALES", "SNOWGAUGE", new Stage.Internal(), "wrong");
    List<Finding> findings = new WarehouseCheck(warehouse, List.of(dataset("T"))).findings();
    assertThat(findings.stream().map(Finding::verdict).toList(), contains(Verdict.FAILED));
    assertThat(findings.get(0).message(), startsWith("Incorrect username or password"));
  }
}
