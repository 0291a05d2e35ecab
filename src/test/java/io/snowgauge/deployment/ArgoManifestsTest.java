package io.snowgauge.deployment;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.deployment.Manifests.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The manifests in {@code runner-configs/argo} against Argo's own schemas, and what holds them
 * together. What Argo's own linters say is for {@code src/test/argo/check.sh}.
 */
class ArgoManifestsTest {
  static Stream<Manifest> ofArgo() {
    return Stream.concat(
        Manifests.below("argo").stream().filter(manifest -> manifest.isOf("argoproj.io")),
        Stream.of(submitted()));
  }

  private static Manifest named(String kind, String name) {
    return ofArgo()
        .filter(manifest -> manifest.kind().equals(kind) && manifest.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The workflow that the sensor submits. */
  private static Manifest submitted() {
    Manifest sensor =
        Manifests.below("argo").stream()
            .filter(manifest -> manifest.kind().equals("Sensor"))
            .findFirst()
            .orElseThrow();
    return new Manifest(
        sensor.file(),
        (ObjectNode)
            sensor.resource().at("/spec/triggers/0/template/argoWorkflow/source/resource"));
  }

  private static List<JsonNode> templates() {
    JsonNode templates = named("WorkflowTemplate", "snowgauge").resource().at("/spec/templates");
    return StreamSupport.stream(templates.spliterator(), false).toList();
  }

  @ParameterizedTest
  @MethodSource("ofArgo")
  void fitArgosSchemas(Manifest manifest) {
    assertThat(ArgoSchemas.complaints(manifest), is(empty()));
  }

  /** The last field of the specification, and of what is deepest in it, misspelt. */
  @ParameterizedTest
  @MethodSource("ofArgo")
  void aMisspeltFieldIsAMistake(Manifest manifest) {
    Manifest broken = manifest.copy();
    ObjectNode spec = (ObjectNode) broken.resource().get("spec");
    String field = new ArrayList<>(spec.properties()).get(0).getKey();
    spec.set(field + "z", spec.remove(field));
    assertThat(ArgoSchemas.complaints(broken), is(not(empty())));
  }

  @Test
  void aWrongTypeIsAMistake() {
    Manifest broken = named("WorkflowTemplate", "snowgauge").copy();
    ((ObjectNode) broken.resource().at("/spec/ttlStrategy")).put("secondsAfterSuccess", "a day");
    assertThat(
        ArgoSchemas.complaints(broken),
        hasItem("$.spec.ttlStrategy.secondsAfterSuccess: string found, integer expected"));
  }

  /** Argo Workflows 4 knows none but the plural. */
  @Test
  void locksAreListsOfThem() {
    ofArgo()
        .forEach(
            manifest -> {
              for (String singular : List.of("semaphore", "mutex", "schedule")) {
                assertThat(
                    manifest + " " + singular,
                    Manifests.having(singular, manifest.resource()),
                    is(empty()));
              }
            });
  }

  @Test
  void onlyExitCode1IsTriedAgain() {
    List<String> tried = new ArrayList<>();
    for (JsonNode template : templates()) {
      if (template.at("/container/image").asText().equals("snowgauge")) {
        tried.add(template.get("name").asText());
        assertThat(
            template.at("/retryStrategy/expression").asText(),
            is("asInt(lastRetry.exitCode) == 1"));
        assertThat(template.at("/retryStrategy/backoff/factor").asText(), is("2"));
      }
    }
    assertThat(tried, containsInAnyOrder("event", "backfill", "run", "extract"));
  }

  /** Argo starts a container by its command, and would have to ask a registry for the image's. */
  @Test
  void theCommandIsTheImagesEntryPoint() throws IOException {
    Path dockerfile = Manifests.folder("image/Dockerfile");
    String entryPoint =
        Files.readAllLines(dockerfile).stream()
            .filter(line -> line.startsWith("ENTRYPOINT "))
            .map(line -> line.substring("ENTRYPOINT ".length()))
            .reduce((first, last) -> last)
            .orElseThrow();
    for (JsonNode template : templates()) {
      if (template.at("/container/image").asText().equals("snowgauge")) {
        assertThat(template.at("/container/command"), is(new ObjectMapper().readTree(entryPoint)));
      }
    }
  }

  @Test
  void everyContainerIsRestrictedAndLimited() {
    for (JsonNode template : templates()) {
      JsonNode container = template.path("container");
      if (container.isObject()) {
        Containers.assertRestricted(template.get("name").asText(), container);
      }
    }
    JsonNode pod = named("WorkflowTemplate", "snowgauge").resource().at("/spec/securityContext");
    Containers.assertNotRoot("snowgauge", pod);
  }

  @Test
  void whatIsNamedIsThere() {
    Set<String> templates = new TreeSet<>();
    templates().forEach(template -> templates.add(template.get("name").asText()));
    List<String> named = new ArrayList<>();
    ofArgo()
        .flatMap(manifest -> Manifests.having("entrypoint", manifest.resource()).stream())
        .forEach(workflow -> named.add(workflow.get("entrypoint").asText()));
    assertThat(named, everyItem(is(org.hamcrest.Matchers.in(templates))));
    List<String> references = new ArrayList<>();
    ofArgo()
        .flatMap(manifest -> Manifests.having("workflowTemplateRef", manifest.resource()).stream())
        .forEach(workflow -> references.add(workflow.at("/workflowTemplateRef/name").asText()));
    assertThat(references, everyItem(is("snowgauge")));
    assertThat(references.size() >= 5, is(true));
  }

  /** The limit of the semaphore is a number in the ConfigMap that it names. */
  @Test
  void theSemaphoresLimitIsThere() {
    JsonNode reference =
        templates().stream()
            .filter(template -> template.get("name").asText().equals("event"))
            .findFirst()
            .orElseThrow()
            .at("/synchronization/semaphores/0/configMapKeyRef");
    Manifest limits =
        Manifests.below("argo").stream()
            .filter(manifest -> manifest.kind().equals("ConfigMap"))
            .filter(manifest -> manifest.name().equals(reference.get("name").asText()))
            .findFirst()
            .orElseThrow();
    int limit =
        Integer.parseInt(
            limits.resource().path("data").path(reference.get("key").asText()).asText());
    assertThat(limit > 0, is(true));
  }

  /** Argo Events itself adds this volume and its mount; a second one of the name is refused. */
  @Test
  void nobodyElseHasAVolumeForTemporaryFiles() {
    List<String> checked = new ArrayList<>();
    ofArgo()
        .filter(manifest -> Set.of("Sensor", "EventSource").contains(manifest.kind()))
        .forEach(
            manifest -> {
              checked.add(manifest.kind());
              JsonNode template = manifest.resource().at("/spec/template");
              for (JsonNode volume : template.path("volumes")) {
                assertThat(manifest.toString(), volume.get("name").asText(), is(not("tmp")));
              }
              for (JsonNode mount : template.at("/container/volumeMounts")) {
                assertThat(manifest.toString(), mount.get("name").asText(), is(not("tmp")));
                assertThat(manifest.toString(), mount.get("mountPath").asText(), is(not("/tmp")));
              }
            });
    assertThat(checked, containsInAnyOrder("Sensor", "EventSource", "EventSource", "EventSource"));
  }

  /** The bus keeps nothing for a sensor that was never there, so the source comes after it. */
  @Test
  void theEventSourceIsAppliedByItself() throws IOException {
    List<String> resources = new ArrayList<>();
    Manifests.YAML
        .readTree(Manifests.folder("argo/kustomization.yaml").toFile())
        .get("resources")
        .forEach(resource -> resources.add(resource.asText()));
    assertThat(resources, hasItem("sensor.yaml"));
    assertThat(resources.toString(), resources.toString().contains("event-source"), is(false));
  }

  /** An event source that begins with the newest, or as everybody's group, misses events. */
  @Test
  void theHubIsReadByAGroupOfItsOwnFromTheOldest() {
    JsonNode group =
        ofArgo()
            .map(manifest -> manifest.resource().at("/spec/kafka/blobs"))
            .filter(JsonNode::isObject)
            .findFirst()
            .orElseThrow();
    assertThat(group.at("/consumerGroup/groupName").asText(), is("argo"));
    assertThat(group.at("/consumerGroup/oldest").asBoolean(), is(true));
    assertThat(group.at("/sasl/mechanism").asText(), is("PLAIN"));
    assertThat(group.has("tls"), is(false));
    assertThat(group.path("jsonBody").asBoolean(true), is(false));
  }
}
