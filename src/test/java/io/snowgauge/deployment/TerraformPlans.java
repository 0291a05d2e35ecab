package io.snowgauge.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * What Terraform plans of the modules in {@code runner-configs/terraform}, by their own tests. It
 * is asked once; without Terraform the tests that ask are skipped, but never under {@code CI}.
 */
final class TerraformPlans {
  /** The repository that is tested. */
  static final Path HOME =
      Path.of(System.getProperty("snowgauge.home", "../..")).toAbsolutePath().normalize();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SKIPPED = 77;

  private TerraformPlans() {}

  /**
   * One grant of privileges to a role.
   *
   * @param kind of the object
   * @param name of the object, as Snowflake prints it
   * @param withGrantOption whether the role may grant it on
   */
  record Grant(String role, String privilege, String kind, String name, boolean withGrantOption) {
    /** The same where the database has another name. */
    Grant in(String database) {
      return new Grant(
          role, privilege, kind, name.replace("GLOBOLATTE_DB", database), withGrantOption);
    }
  }

  /** How a process ended, and all that it said. */
  record Ended(int exitCode, String output) {}

  /** Runs a command to its end. */
  static Ended run(Path folder, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), output);
  }

  /** Has Terraform check the modules; leaves what their tests planned in a folder. */
  static void check(Path plans) throws IOException, InterruptedException {
    Ended check =
        run(HOME, HOME.resolve("src/test/terraform/check.sh").toString(), plans.toString());
    Assumptions.assumeFalse(check.exitCode() == SKIPPED, check.output());
    if (check.exitCode() != 0) {
      throw new AssertionError(check.output());
    }
  }

  /** The configuration that the example gives out. */
  static String configuration(Path plans) throws IOException {
    return message(plans, "azure-examples-globolatte", "test_plan", "ready")
        .at("/output_changes/snowgauge_configuration/after")
        .asText();
  }

  /** The grants of the example, where files are copied from the internal stage. */
  static List<Grant> grantsForInternalStage(Path plans) throws IOException {
    List<JsonNode> resources = new ArrayList<>();
    message(plans, "azure-examples-globolatte", "test_plan", "ready")
        .get("resource_changes")
        .forEach(resource -> add(resource, resource.at("/change/after"), resources));
    return grants(resources);
  }

  /** The grants of the module for Snowflake, where files are copied from an external stage. */
  static List<Grant> grantsForExternalStage(Path plans) throws IOException {
    List<JsonNode> resources = new ArrayList<>();
    message(plans, "snowflake", "test_state", "external_stage")
        .at("/root_module/resources")
        .forEach(resource -> add(resource, resource.get("values"), resources));
    return grants(resources);
  }

  private static void add(JsonNode resource, JsonNode values, List<JsonNode> grants) {
    if (resource.get("type").asText().equals("snowflake_grant_privileges_to_account_role")) {
      grants.add(values);
    }
  }

  private static List<Grant> grants(List<JsonNode> resources) {
    List<Grant> grants = new ArrayList<>();
    for (JsonNode resource : resources) {
      JsonNode object = resource.at("/on_account_object/0");
      object = object.isMissingNode() ? resource.at("/on_schema_object/0") : object;
      JsonNode schema = resource.at("/on_schema/0/schema_name");
      String kind = schema.isMissingNode() ? object.get("object_type").asText() : "SCHEMA";
      String name = (schema.isMissingNode() ? object.get("object_name") : schema).asText();
      for (JsonNode privilege : resource.get("privileges")) {
        grants.add(
            new Grant(
                resource.get("account_role_name").asText(),
                privilege.asText(),
                kind,
                name.replace("\"", ""),
                resource.path("with_grant_option").asBoolean()));
      }
    }
    return grants;
  }

  private static JsonNode message(Path plans, String module, String type, String run)
      throws IOException {
    for (String line : Files.readAllLines(plans.resolve(module + ".jsonl"))) {
      JsonNode message = JSON.readTree(line);
      if (message.path("type").asText().equals(type)
          && message.path("@testrun").asText().equals(run)) {
        return message.get(type);
      }
    }
    throw new IOException("expected a " + type + " of the run " + run + " in " + module);
  }
}
