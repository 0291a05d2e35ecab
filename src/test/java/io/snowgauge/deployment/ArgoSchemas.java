package io.snowgauge.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.snowgauge.deployment.Manifests.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Argo's own schemas, from its sources. Those of Argo Events' resources are not in its resource
 * definitions, which accept anything; a field that no schema knows is a mistake here.
 */
final class ArgoSchemas {
  private static final String EVENTS = "github.com/argoproj/argo-events";
  private static final String EVENTS_VERSION = "v1.9.6";
  private static final String WORKFLOWS = "github.com/argoproj/argo-workflows/v3";
  private static final String WORKFLOWS_VERSION = "v3.6.5";
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);

  private static final Map<String, JsonSchema> OF_KIND = new HashMap<>();

  private ArgoSchemas() {}

  static List<String> complaints(Manifest manifest) {
    return of(manifest.kind()).validate(manifest.resource()).stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }

  private static synchronized JsonSchema of(String kind) {
    return OF_KIND.computeIfAbsent(
        kind,
        name ->
            switch (name) {
              case "EventBus", "EventSource", "Sensor" -> ofEvents(name);
              case "Workflow", "WorkflowTemplate", "CronWorkflow" -> ofWorkflows(name);
              default -> throw new IllegalArgumentException("no schema of " + name);
            });
  }

  private static JsonSchema ofEvents(String kind) {
    ObjectNode all =
        read(
            new ObjectMapper(),
            Tools.goModule(EVENTS, EVENTS_VERSION).resolve("api/jsonschema/schema.json"));
    // A workflow within a trigger is checked by itself.
    ((ObjectNode) all.at("/definitions/io.argoproj.events.v1alpha1.K8SResource"))
        .removeAll()
        .put("type", "object");
    refuseUnknown(all.get("definitions"));
    ObjectNode schema = all.objectNode();
    schema.put("$ref", "#/definitions/io.argoproj.events.v1alpha1." + kind);
    schema.set("definitions", all.get("definitions"));
    return FACTORY.getSchema(schema);
  }

  private static JsonSchema ofWorkflows(String kind) {
    ObjectNode definition =
        read(
            Manifests.YAML,
            Tools.goModule(WORKFLOWS, WORKFLOWS_VERSION)
                .resolve(
                    "manifests/base/crds/full/argoproj.io_"
                        + kind.toLowerCase(Locale.ROOT)
                        + "s.yaml"));
    ObjectNode schema = (ObjectNode) definition.at("/spec/versions/0/schema/openAPIV3Schema");
    refuseUnknown(schema);
    ((ObjectNode) schema.get("properties")).putObject("metadata").put("type", "object");
    return FACTORY.getSchema(schema);
  }

  private static ObjectNode read(ObjectMapper mapper, Path file) {
    try {
      return (ObjectNode) mapper.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void refuseUnknown(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      if (object.path("properties").isObject()
          && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()
          && !object.has("additionalProperties")) {
        object.put("additionalProperties", false);
      }
      if (object.path("x-kubernetes-int-or-string").asBoolean()) {
        object.remove("type");
        ArrayNode either = object.putArray("anyOf");
        either.addObject().put("type", "integer");
        either.addObject().put("type", "string");
      }
      // The children are listed first: putting a keyword changes what is walked.
      List<JsonNode> children = new ArrayList<>();
      object.elements().forEachRemaining(children::add);
      children.forEach(ArgoSchemas::refuseUnknown);
    } else if (schema instanceof ArrayNode array) {
      array.forEach(ArgoSchemas::refuseUnknown);
    }
  }
}
