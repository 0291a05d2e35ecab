package io.snowgauge.deployment;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;

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
    return Stream.of("kubernetes", "argo")
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
