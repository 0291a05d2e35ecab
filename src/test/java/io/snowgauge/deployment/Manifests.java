package io.snowgauge.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.snowgauge.io.emulators.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The manifests that are delivered, one by one. */
final class Manifests {
  static final YAMLMapper YAML = new YAMLMapper();
  private static final Path CONFIGURATIONS = Sources.root().resolve("runner-configs");

  private Manifests() {}

  /**
   * One resource.
   *
   * @param file below {@code runner-configs}
   */
  record Manifest(String file, ObjectNode resource) {
    String kind() {
      return resource.path("kind").asText();
    }

    String name() {
      return resource.at("/metadata/name").asText();
    }

    boolean isOf(String group) {
      return resource.path("apiVersion").asText().startsWith(group + "/");
    }

    /** The same, a copy of which may be broken. */
    Manifest copy() {
      return new Manifest(file, resource.deepCopy());
    }

    @Override
    public String toString() {
      return file + ": " + kind() + " " + name();
    }
  }

  static Path folder(String name) {
    return CONFIGURATIONS.resolve(name);
  }

  /** All that the YAML files below a folder hold, but for what is kustomize's own. */
  static List<Manifest> below(String folder) {
    try (Stream<Path> files = Files.walk(folder(folder))) {
      List<Manifest> manifests = new ArrayList<>();
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
        if (!file.getFileName().toString().startsWith("kustom")) {
          manifests.addAll(in(file));
        }
      }
      return manifests;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Manifest> in(Path file) throws IOException {
    try (MappingIterator<ObjectNode> documents =
        YAML.readerFor(ObjectNode.class).readValues(file.toFile())) {
      List<Manifest> manifests = new ArrayList<>();
      String name = CONFIGURATIONS.relativize(file).toString();
      documents.forEachRemaining(document -> manifests.add(new Manifest(name, document)));
      return manifests;
    }
  }

  /** Every object below a node that has a field, and the node itself if it has. */
  static List<ObjectNode> having(String field, JsonNode node) {
    List<ObjectNode> found = new ArrayList<>();
    if (node instanceof ObjectNode object && object.has(field)) {
      found.add(object);
    }
    node.forEach(child -> found.addAll(having(field, child)));
    return found;
  }
}
