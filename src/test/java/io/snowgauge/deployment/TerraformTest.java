package io.snowgauge.deployment;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.deployment.TerraformPlans.Grant;
import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.io.warehouse.publish.DatasetTables;
import io.snowgauge.io.warehouse.publish.LoaderGrants;
import io.snowgauge.io.warehouse.publish.WarehouseCheck;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.Stage;
import io.snowgauge.io.warehouse.snowflake.StandIn;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.pipelines.config.ConfigurationLoader;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The modules in {@code runner-configs/terraform}: as Terraform sees them, and whether Snowgauge
 * can do with what they create.
 */
@ExtendWith(StandInExtension.class)
@Timeout(900)
class TerraformTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOADER = "SNOWGAUGE_LOADER";
  private static final String INIT = "SNOWGAUGE_INIT";

  /** What every session of the stand-in is. */
  private static final String SESSION_ROLE = "LOADER_ROLE";

  @TempDir static Path plans;
  @TempDir Path folder;

  @BeforeAll
  static void plan() throws Exception {
    TerraformPlans.check(plans);
  }

  private Path configuration() throws IOException {
    return Files.writeString(folder.resolve("snowgauge.json"), TerraformPlans.configuration(plans));
  }

  private List<Dataset> datasets() throws IOException {
    return ConfigurationLoader.load(configuration(), Map.of(), List.of()).datasets();
  }

  @Test
  void theExamplesOutputIsAConfiguration() throws Exception {
    TerraformPlans.Ended config =
        TerraformPlans.run(
            folder,
            TerraformPlans.HOME.resolve("snowgauge").toString(),
            "config",
            "--config",
            configuration().toString());
    assertThat(config.output(), config.exitCode(), is(0));
    List<String> lines = config.output().lines().toList();
    assertThat(lines, hasItem("  \"warehouse.account\" : \"MYORG-MY-ACCOUNT\","));
    assertThat(lines, hasItem("  \"sweep\" : \"6 hours\","));
    assertThat(
        lines,
        hasItem(
            "  \"warehouse.auth.passphrase\" :"
                + " \"${file:/run/secrets/snowgauge/snowflake-passphrase}\","));
    assertThat(
        lines,
        hasItem(
            "  \"notifications.auth.connectionString\" :"
                + " \"${file:/run/secrets/snowgauge/event-hub}\","));
    assertThat(
        lines,
        hasItem(
            "  \"datasets.products.input\" :"
                + " \"azfs://globolattefiles/landing/reference/products*.csv\","));
  }

  /** The command of docs/deploy-azure.md; it reads no secret and connects to nothing. */
  @Test
  void initPrintsItsStatementsFromTheExamplesOutput() throws Exception {
    TerraformPlans.Ended init =
        TerraformPlans.run(
            folder,
            TerraformPlans.HOME.resolve("snowgauge").toString(),
            "init",
            "--config",
            configuration().toString(),
            "--grant-to",
            LOADER,
            "--set",
            "warehouse.user=JANE",
            "--set",
            "warehouse.role=" + INIT,
            "--set",
            "warehouse.auth.privateKeyFile=/home/jane/jane.p8",
            "--set",
            "warehouse.auth.passphrase=${env:SNOWFLAKE_PRIVATE_KEY_PASSPHRASE}",
            "--print");
    assertThat(init.output(), init.exitCode(), is(0));
    assertThat(
        init.output().lines().toList(),
        hasItem(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE"
                + " \"GLOBOLATTE_DB\".\"SALES_DATA\".\"SALES_TRANSACTIONS\" TO ROLE"
                + " \"SNOWGAUGE_LOADER\";"));
  }

  @Test
  void theExamplesDatasetsAreTheQuickStarts() throws Exception {
    JsonNode quickStart =
        JSON.readTree(TerraformPlans.HOME.resolve("runner-configs/direct/globolatte.json").toFile())
            .get("datasets");
    JsonNode example = JSON.readTree(configuration().toFile()).get("datasets");
    for (JsonNode datasets : List.of(quickStart, example)) {
      datasets.forEach(dataset -> ((ObjectNode) dataset).remove("input"));
    }
    assertThat(example, is(quickStart));
  }

  private static List<Grant> grants(String stage) throws IOException {
    return stage.equals("internal")
        ? TerraformPlans.grantsForInternalStage(plans)
        : TerraformPlans.grantsForExternalStage(plans);
  }

  private static List<Grant> grants(String stage, String role, String database) throws IOException {
    return grants(stage).stream()
        .filter(grant -> grant.role().equals(role))
        .map(grant -> grant.in(database))
        .toList();
  }

  private static SnowflakeWarehouse warehouse(String database, String stage) {
    return StandInExtension.warehouse(
        database,
        "SALES_DATA",
        "SNOWGAUGE",
        stage.equals("internal")
            ? new Stage.Internal()
            : new Stage.External(database + ".SNOWGAUGE.SNOWGAUGE_AZURE_PARTS"));
  }

  /** What {@code check} says when the role has some grants, and those that init makes on tables. */
  private static List<Finding> check(
      SnowflakeWarehouse warehouse, List<Dataset> datasets, List<Grant> grants) throws IOException {
    List<List<String>> granted = new ArrayList<>();
    grants.forEach(grant -> granted.add(List.of(grant.privilege(), grant.kind(), grant.name())));
    Pattern onTable = Pattern.compile("GRANT (.*) ON (TABLE|VIEW) (.*) TO ROLE .*");
    for (Sql statement : new LoaderGrants(warehouse, datasets, LOADER).statements()) {
      Matcher match = onTable.matcher(statement.text());
      if (match.matches()) {
        for (String privilege : match.group(1).split(", ", -1)) {
          granted.add(List.of(privilege, match.group(2), match.group(3)));
        }
      }
    }
    StandIn standIn = StandInExtension.standIn();
    standIn.grant("PUBLIC", List.of());
    standIn.grant(SESSION_ROLE, granted);
    return new WarehouseCheck(warehouse, datasets).findings();
  }

  private static List<String> faults(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.verdict() != Finding.Verdict.OK)
        .map(Finding::toString)
        .toList();
  }

  /** The privileges that findings name as there: {@code "DB"."SCHEMA": USAGE, CREATE TABLE}. */
  private static Set<String> required(List<Finding> findings) {
    Pattern privileges = Pattern.compile("(\"\\S+\"): ([A-Z ,]+)");
    return findings.stream()
        .map(finding -> privileges.matcher(finding.message()))
        .filter(Matcher::matches)
        .flatMap(
            match ->
                Stream.of(match.group(2).split(", "))
                    .map(privilege -> privilege + " ON " + match.group(1).replace("\"", "")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> privileges(List<Grant> grants) {
    return grants.stream()
        .map(grant -> grant.privilege() + " ON " + grant.name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"internal", "external"})
  void theLoadersRoleHasWhatCheckRequiresAndNoMore(String stage) throws Exception {
    String database = "TF_" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
    List<Dataset> datasets = datasets();
    List<Grant> grants = grants(stage, LOADER, database);
    SnowflakeWarehouse warehouse = warehouse(database, stage);
    try {
      create(warehouse, datasets);
      List<Finding> findings = check(warehouse, datasets, grants);
      assertThat(faults(findings), is(empty()));
      // Of the virtual warehouse Snowflake only says that it is used, which takes this.
      Set<String> required = required(findings);
      required.add("USAGE ON SNOWGAUGE_WH");
      assertThat(privileges(grants), is(required));
      for (Grant grant : grants) {
        assertThatItIsMissed(warehouse, datasets, grants, grant);
      }
    } finally {
      StandInExtension.close(warehouse);
    }
  }

  private static void create(SnowflakeWarehouse warehouse, List<Dataset> datasets)
      throws Exception {
    try (Connection connection = warehouse.connect()) {
      new ControlSchema(warehouse).create(connection);
      for (Dataset dataset : datasets) {
        new DatasetTables(warehouse, dataset).create(connection);
      }
    }
  }

  private static void assertThatItIsMissed(
      SnowflakeWarehouse warehouse, List<Dataset> datasets, List<Grant> grants, Grant removed)
      throws IOException {
    if (removed.kind().equals("WAREHOUSE")) {
      return;
    }
    List<Grant> others = grants.stream().filter(grant -> !grant.equals(removed)).toList();
    String name = '"' + removed.name().replace(".", "\".\"") + '"';
    assertThat(
        String.join("\n", faults(check(warehouse, datasets, others))),
        containsString(
            "GRANT %s ON %s %s TO ROLE \"%s\""
                .formatted(removed.privilege(), removed.kind(), name, SESSION_ROLE)));
  }

  /** A privilege that a statement of {@code init} takes. */
  private record Needed(String privilege, String object, boolean withGrantOption) {}

  private static Set<Needed> needed(Warehouse warehouse, List<Dataset> datasets) {
    List<Sql> statements = new ArrayList<>(new ControlSchema(warehouse).ddl());
    datasets.forEach(dataset -> statements.addAll(new DatasetTables(warehouse, dataset).ddl()));
    statements.addAll(new LoaderGrants(warehouse, datasets, LOADER).statements());
    Pattern create =
        Pattern.compile(
            "CREATE (TABLE|VIEW|STAGE) IF NOT EXISTS (\"\\w+\"\\.\"\\w+\")\\..*", Pattern.DOTALL);
    // The module has created the containers; init goes on where it may not. Its own tables it may
    // change, and grant, as it likes.
    Pattern allowed =
        Pattern.compile(
            "CREATE (DATABASE|SCHEMA) IF NOT EXISTS \\S+|INSERT INTO \\S+(SCHEMA_VERSION|_LOCK_\\w+)\"[^;]*");
    Pattern grant = Pattern.compile("GRANT (.*) ON (\\w+) (\\S+) TO ROLE .*");
    Set<Needed> needed = new LinkedHashSet<>();
    for (String statement : statements.stream().map(Sql::text).distinct().toList()) {
      Matcher creates = create.matcher(statement);
      Matcher granting = grant.matcher(statement);
      if (creates.matches()) {
        String schema = creates.group(2).replace("\"", "");
        needed.add(new Needed("CREATE " + creates.group(1), schema, false));
      } else if (granting.matches()) {
        if (!granting.group(2).equals("TABLE") && !granting.group(2).equals("VIEW")) {
          for (String privilege : granting.group(1).split(", ", -1)) {
            needed.add(new Needed(privilege, granting.group(3).replace("\"", ""), true));
          }
        }
      } else {
        assertThat(statement, allowed.matcher(statement).matches(), is(true));
      }
    }
    return needed;
  }

  @ParameterizedTest
  @ValueSource(strings = {"internal", "external"})
  void theRoleForInitMayRunItsStatementsAndNoMore(String stage) throws Exception {
    List<Grant> grants =
        grants(stage, INIT, "GLOBOLATTE_DB").stream()
            .filter(grant -> !grant.kind().equals("WAREHOUSE"))
            .toList();
    Set<Needed> needed = needed(warehouse("GLOBOLATTE_DB", stage), datasets());
    assertThat(
        privileges(grants),
        is(
            needed.stream()
                .map(each -> each.privilege() + " ON " + each.object())
                .collect(Collectors.toSet())));
    for (Needed each : needed) {
      if (each.withGrantOption()) {
        assertThat(
            grants,
            hasItem(
                new Grant(
                    INIT, each.privilege(), kind(grants, each.object()), each.object(), true)));
      }
    }
  }

  private static String kind(List<Grant> grants, String object) {
    return grants.stream()
        .filter(grant -> grant.name().equals(object))
        .map(Grant::kind)
        .findFirst()
        .orElse("nothing");
  }
}
