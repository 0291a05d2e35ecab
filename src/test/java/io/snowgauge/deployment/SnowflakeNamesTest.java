package io.snowgauge.deployment;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.io.emulators.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the loader is called in Snowflake: the Terraform module says it, and the configurations and
 * the page that creates the same by hand go by it.
 */
class SnowflakeNamesTest {
  private static final Map<String, String> IN_TERRAFORM =
      Map.of(
          "user", "user",
          "role", "loader_role",
          "warehouse", "warehouse",
          "database", "database",
          "schema", "target_schema");

  private static Map<String, String> ofTerraform() throws IOException {
    String variables = Files.readString(Manifests.folder("terraform/snowflake/variables.tf"));
    Map<String, String> names = new TreeMap<>();
    IN_TERRAFORM.forEach(
        (key, variable) ->
            names.put(
                key,
                first(
                    variables, "\\n    " + variable + " += optional\\(string, \"([A-Z_]+)\"\\)")));
    return names;
  }

  private static Map<String, String> ofConfiguration(JsonNode warehouse) {
    Map<String, String> names = new TreeMap<>();
    IN_TERRAFORM.keySet().forEach(key -> names.put(key, warehouse.path(key).asText()));
    return names;
  }

  private static String page() throws IOException {
    return Files.readString(Sources.root().resolve("docs/snowflake.md"));
  }

  private static String first(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
    assertThat(pattern, matcher.find(), is(true));
    return matcher.group(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws/snowgauge.json", "kubernetes/base/snowgauge.json"})
  void configurationsHaveTerraformsNames(String name) throws IOException {
    Path file = Manifests.folder(name);
    JsonNode warehouse = new ObjectMapper().readTree(file.toFile()).get("warehouse");
    assertThat(ofConfiguration(warehouse), is(ofTerraform()));
  }

  @Test
  void thePagesConfigurationHasThem() throws IOException {
    String json = first(page(), "```json\\s+(\"warehouse\": .*?)```");
    JsonNode warehouse = new ObjectMapper().readTree("{" + json + "}").get("warehouse");
    assertThat(ofConfiguration(warehouse), is(ofTerraform()));
  }

  @Test
  void thePageCreatesThem() throws IOException {
    String page = page();
    Map<String, String> created = new TreeMap<>();
    for (String kind : List.of("user", "role", "warehouse", "database")) {
      created.put(kind, first(page, "CREATE " + kind.toUpperCase(Locale.ROOT) + " ([A-Z_]+)"));
    }
    String schema = "CREATE SCHEMA IF NOT EXISTS " + created.get("database") + ".([A-Z_]+)";
    created.put("schema", first(page, schema));
    assertThat(created, is(ofTerraform()));
  }

  /** Every privilege, and every statement, is of a role that is created. */
  @Test
  void thePageGrantsToNobodyElse() throws IOException {
    List<String> roles = new ArrayList<>();
    Matcher matcher = Pattern.compile("TO ROLE ([A-Z_]+)").matcher(page());
    while (matcher.find()) {
      String role = matcher.group(1);
      if (!roles.contains(role)) {
        roles.add(role);
      }
    }
    assertThat(roles, is(List.of(ofTerraform().get("role"))));
  }
}
