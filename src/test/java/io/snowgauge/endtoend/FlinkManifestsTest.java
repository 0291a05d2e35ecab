package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The manifests in {@code runner-configs/flink} against the resource definitions of the operator
 * that they are for. Kubernetes drops fields that these do not know; here they are mistakes.
 */
class FlinkManifestsTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String DEFINITIONS =
      "META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";

  private static JsonSchema schema() throws IOException {
    try (InputStream definition =
        Objects.requireNonNull(
            FlinkManifestsTest.class.getClassLoader().getResourceAsStream(DEFINITIONS))) {
      JsonNode version = YAML.readTree(definition).at("/spec/versions/0");
      assertThat(version.get("name").asText(), is("v1beta1"));
      ObjectNode schema = (ObjectNode) version.at("/schema/openAPIV3Schema");
      refuseUnknown(schema);
      ObjectNode properties = (ObjectNode) schema.get("properties");
      properties.putObject("apiVersion").put("const", "flink.apache.org/v1beta1");
      properties.putObject("kind").put("const", "FlinkDeployment");
      properties.putObject("metadata").put("type", "object");
      return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);
    }
  }

  private static void refuseUnknown(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      boolean keeps = object.path("x-kubernetes-preserve-unknown-fields").asBoolean();
      if (object.path("properties").isObject() && object.path("type").asText().equals("object")) {
        if (!keeps && !object.has("additionalProperties")) {
          object.put("additionalProperties", false);
        }
      }
      if (object.path("x-kubernetes-int-or-string").asBoolean()) {
        object.remove("type");
        ArrayNode either = object.putArray("anyOf");
        either.addObject().put("type", "integer");
        either.addObject().put("type", "string");
      }
      // The names are listed first: putting a keyword changes what is walked.
      List<JsonNode> children = new ArrayList<>();
      object.elements().forEachRemaining(children::add);
      children.forEach(FlinkManifestsTest::refuseUnknown);
    } else if (schema instanceof ArrayNode array) {
      array.forEach(FlinkManifestsTest::refuseUnknown);
    }
  }

  private static ObjectNode manifest(String name) throws IOException {
    return (ObjectNode)
        YAML.readTree(Snowgauge.HOME.resolve("runner-configs/flink/" + name).toFile());
  }

  private static List<String> complaints(JsonNode manifest) throws IOException {
    return schema().validate(manifest).stream().map(ValidationMessage::getMessage).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch.yaml", "stream.yaml"})
  void fitTheOperatorsDefinitions(String name) throws IOException {
    assertThat(complaints(manifest(name)), is(empty()));
  }

  /** What a cluster of this machine is started with, and with it the driver's tests. */
  @ParameterizedTest
  @ValueSource(strings = {"batch.yaml", "stream.yaml", "config.yaml"})
  void openTheJdkAsALocalClusterDoes(String name) throws IOException {
    JsonNode manifest = manifest(name);
    JsonNode options =
        name.equals("config.yaml")
            ? manifest.at("/env/java/opts/all")
            : manifest.at("/spec/flinkConfiguration/env.java.opts.all");
    List<String> expected =
        Files.readAllLines(Snowgauge.HOME.resolve("runner-configs/flink/local/java-options"))
            .stream()
            .filter(line -> line.startsWith("--add-"))
            .toList();
    assertThat(List.of(options.asText().split(" ")), is(expected));
    assertThat(expected, hasItem("--add-opens=java.base/java.nio=ALL-UNNAMED"));
  }

  @Test
  void aMisspeltFieldIsAMistake() throws IOException {
    ObjectNode manifest = manifest("batch.yaml");
    ((ObjectNode) manifest.at("/spec/job")).put("upgradeMod", "stateless");
    assertThat(
        complaints(manifest),
        hasItem(
            "$.spec.job: property 'upgradeMod' is not defined in the schema and the schema does not"
                + " allow additional properties"));
  }

  @Test
  void aWrongValueIsAMistake() throws IOException {
    ObjectNode manifest = manifest("stream.yaml");
    ((ObjectNode) manifest.at("/spec/job")).put("upgradeMode", "sometimes");
    assertThat(complaints(manifest).size(), is(1));
  }
}
