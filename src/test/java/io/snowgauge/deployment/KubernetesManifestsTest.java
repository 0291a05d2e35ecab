package io.snowgauge.deployment;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests of Kubernetes' own kinds against the schemas of its API server. */
class KubernetesManifestsTest {
  private static final String VERSION = "1.34";

  /** The keys that the Secret has, as docs/deploy-kubernetes.md makes it. */
  private static final Set<String> SECRETS =
      Set.of(
          "snowflake.p8",
          "snowflake-passphrase",
          "event-hub",
          "alert-url",
          // Of the variants of the event source.
          "service-bus",
          "event-hub-key-name",
          "event-hub-key");

  @TempDir Path folder;

  static Stream<Manifest> ofKubernetes() {
    return Stream.of("kubernetes", "argo", "airflow")
        .flatMap(name -> Manifests.below(name).stream())
        .filter(manifest -> !manifest.isOf("argoproj.io"));
  }

  private Tools.Ended validate(List<Path> files) {
    List<String> arguments = new ArrayList<>(List.of("--strict", "--quiet", "-k", VERSION));
    files.forEach(file -> arguments.add(file.toString()));
    return Tools.python("kubernetes-validate", arguments);
  }

  private Path write(Manifest manifest) throws IOException {
    Path file = Files.createTempFile(folder, "manifest", ".yaml");
    Manifests.YAML.writeValue(file.toFile(), manifest.resource());
    return file;
  }

  @Test
  void fitTheSchemasOfTheApiServer() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Manifest manifest : ofKubernetes().toList()) {
      files.add(write(manifest));
    }
    Tools.Ended validated = validate(files);
    assertThat(validated.said(), validated.exitCode(), is(0));
  }

  /** A field that nobody knows: of a specification, of rules, of data. */
  @ParameterizedTest
  @MethodSource("ofKubernetes")
  void anUnknownFieldIsAMistake(Manifest manifest) throws IOException {
    Manifest broken = manifest.copy();
    ObjectNode resource = broken.resource();
    ObjectNode parent =
        resource.path("spec") instanceof ObjectNode spec && !spec.isEmpty() ? spec : resource;
    String field = new ArrayList<>(parent.properties()).get(parent.size() - 1).getKey();
    parent.set(field + "z", parent.get(field));
    Tools.Ended validated = validate(List.of(write(broken)));
    assertThat(validated.said(), validated.exitCode(), is(1));
    assertThat(validated.said(), containsString("'" + field + "z'"));
  }

  @ParameterizedTest
  @CsvSource({
    "kubernetes/base, snowgauge",
    "kubernetes/overlays/stream, snowgauge-stream",
    "kubernetes/overlays/batch, snowgauge-run",
    "argo, landing"
  })
  void kustomizeBuildsThem(String place, String name) throws IOException {
    String built = Tools.kustomized(Manifests.folder(place));
    assertThat(built, containsString("\n  name: " + name + "\n"));
    assertThat(built, containsString("\n  namespace: snowgauge\n"));
    // Set in one place; the registry is set by whoever deploys.
    assertThat(built.contains("image: snowgauge\n"), is(false));
    if (!place.equals("argo")) {
      Path file = Files.writeString(folder.resolve("built.yaml"), built);
      Tools.Ended validated = validate(List.of(file));
      assertThat(validated.said(), validated.exitCode(), is(0));
    }
  }

  /** A field that kustomize does not know, and a file that is not there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "kubernetes/base",
        "kubernetes/overlays/stream",
        "kubernetes/overlays/batch",
        "argo"
      })
  void aBrokenKustomizationIsAMistake(String place) throws IOException {
    // Skipped here where there is no kustomize.
    assertThat(Tools.kustomized(Manifests.folder(place)), containsString("kind: "));
    for (String top : List.of("kubernetes", "argo")) {
      copy(Manifests.folder(top), folder.resolve(top));
    }
    Path file = folder.resolve(place).resolve("kustomization.yaml");
    String text = Files.readString(file);
    Files.writeString(file, text.replace("resources:", "resource:"));
    assertRefused(place, "unknown field");
    Files.writeString(file, text.replaceFirst("(resources:\n  - )", "$1not-there-"));
    assertRefused(place, "not-there-");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private void assertRefused(String place, String complaint) {
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> Tools.kustomized(folder.resolve(place)));
    assertThat(refused.getMessage(), containsString(complaint));
  }

  /**
   * Azure's workload identity goes by a label of the pod; where it is not, the label is nothing.
   */
  @Test
  void everyPodThatReachesStorageMayHaveAnIdentity() {
    List<String> pods = new ArrayList<>();
    for (String place : List.of("kubernetes", "argo")) {
      for (Manifest manifest : Manifests.below(place)) {
        ObjectNode resource = manifest.resource();
        List<ObjectNode> labelled = new ArrayList<>();
        Manifests.having("containers", resource.path("spec").path("template"))
            .forEach(pod -> labelled.add(metadata(resource.at("/spec/template"))));
        Manifests.having("containers", resource.at("/spec/jobTemplate"))
            .forEach(pod -> labelled.add(metadata(resource.at("/spec/jobTemplate/spec/template"))));
        Manifests.having("podMetadata", resource)
            .forEach(spec -> labelled.add((ObjectNode) spec.get("podMetadata")));
        for (ObjectNode metadata : labelled) {
          pods.add(manifest.name());
          JsonNode label = metadata.path("labels").path("azure.workload.identity/use");
          assertThat(manifest.toString(), label.isTextual(), is(true));
          assertThat(manifest.toString(), label.asText(), is("true"));
        }
      }
    }
    assertThat(
        pods,
        containsInAnyOrder("snowgauge-stream", "snowgauge-run", "snowgauge-extract", "snowgauge"));
  }

  private static ObjectNode metadata(JsonNode template) {
    return (ObjectNode) template.get("metadata");
  }

  /** The rights go to the account that the pods of extract have, in the namespace where it is. */
  @Test
  void theRightsOfExtractAreItsAccounts() throws IOException {
    List<Manifest> manifests = Manifests.below("kubernetes");
    JsonNode subject =
        manifests.stream()
            .filter(manifest -> manifest.kind().equals("RoleBinding"))
            .findFirst()
            .orElseThrow()
            .resource()
            .at("/subjects/0");
    assertThat(subject.get("kind").asText(), is("ServiceAccount"));
    assertThat(subject.get("namespace").asText(), is("snowgauge"));
    String account = subject.get("name").asText();
    List<Manifest> accounts =
        manifests.stream()
            .filter(manifest -> manifest.kind().equals("ServiceAccount"))
            .filter(manifest -> manifest.name().equals(account))
            .toList();
    // Of the base, which puts it into that namespace; kubectl refuses it where -n names another.
    assertThat(
        accounts.stream().map(Manifest::file).toList(),
        is(List.of("kubernetes/base/service-account.yaml")));
    Set<String> users = new TreeSet<>();
    Stream.of("kubernetes", "argo")
        .flatMap(name -> Manifests.below(name).stream())
        .flatMap(manifest -> Manifests.having("serviceAccountName", manifest.resource()).stream())
        .forEach(pod -> users.add(pod.get("serviceAccountName").asText()));
    assertThat(users, hasItem(account));
  }

  @Test
  void podsAreRestrictedAndLimited() {
    List<String> checked = new ArrayList<>();
    ofKubernetes()
        .forEach(
            manifest -> {
              for (ObjectNode pod : Manifests.having("containers", manifest.resource())) {
                Containers.assertNotRoot(manifest.toString(), pod.path("securityContext"));
                for (JsonNode container : pod.get("containers")) {
                  Containers.assertRestricted(manifest.toString(), container);
                  checked.add(container.get("name").asText());
                }
              }
            });
    assertThat(checked, is(List.of("extract", "run", "stream")));
  }

  @Test
  void secretsAreTakenFromTheOneThatIsDocumented() {
    Set<String> keys = new TreeSet<>();
    Stream.of("kubernetes", "argo")
        .flatMap(name -> Manifests.below(name).stream())
        .flatMap(manifest -> Manifests.having("key", manifest.resource()).stream())
        .filter(reference -> reference.path("name").asText().equals("snowgauge"))
        .forEach(reference -> keys.add(reference.get("key").asText()));
    assertThat(keys, everyItem(is(in(SECRETS))));
  }
}
