package io.snowgauge.pipelines.infer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.transforms.text.TextEncoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the files of an input behind the first one add to what is guessed of that. */
final class FurtherFiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_NAMED = 3;

  /** What has to be the same in all files, and what stands for it where it is not set. */
  private static final Map<String, JsonNode> ALIKE =
      new TreeMap<>(
          Map.of(
              "comment", JSON.valueToTree("none"),
              "delimiter", JSON.valueToTree(","),
              "escape", JSON.valueToTree("none"),
              "header", JSON.valueToTree(true),
              "layout", JSON.valueToTree("lines"),
              "quote", JSON.valueToTree("\""),
              "skipLines", JSON.valueToTree(0)));

  /** What may be set for all of them because some of them need it. */
  private static final List<String> WHERE_ANY =
      List.of("extraFields", "missingFields", "paddedQuotes");

  private final GuessedDataset dataset;
  private final TextEncoding encoding;
  private final Evidence evidence;

  /** The names of the columns by these names in lower case, and the files that have them. */
  private final Map<String, String> columns = new LinkedHashMap<>();

  private final Map<String, List<Sample>> having = new LinkedHashMap<>();
  private final List<Sample> alike = new ArrayList<>();

  /** Files that are read as the first one, whose settings the dataset has. */
  FurtherFiles(GuessedDataset dataset, TextEncoding encoding, Evidence evidence) {
    this.dataset = dataset;
    this.encoding = encoding;
    this.evidence = evidence;
  }

  /** Adds the columns of all files to the dataset, and what else they need. */
  void add(List<String> ofTheFirst) {
    List<Sample> samples = dataset.samples();
    add(samples.get(0), ofTheFirst);
    for (Sample sample : samples.subList(1, samples.size())) {
      String text = sample.text(encoding);
      if (!text.isBlank()) {
        add(sample, text);
      }
    }
    dataset.addColumns(columns.values(), "STRING");
    if (dataset.isOf("csv")) {
      columns.forEach(this::allowToLack);
    }
  }

  private void add(Sample sample, String text) {
    ObjectNode format = JSON.createObjectNode();
    boolean isJson = dataset.isOf("ndjson");
    JsonGuess objects = new JsonGuess(text, format, new Evidence());
    if (isJson != objects.isAny()) {
      tellDifference(sample, "not of the same format");
      return;
    }
    List<String> names =
        isJson
            ? objects.columns()
            : new CsvGuess(text, sample.isWhole(), format, new Evidence()).columns();
    String differences = differences(format);
    if (!differences.isEmpty() || !hasCommonColumns(names)) {
      tellDifference(sample, "with " + (differences.isEmpty() ? "other columns" : differences));
      return;
    }
    add(sample, names);
    takeWhatItNeeds(sample, format);
  }

  /** By their names in any order or, where files have no header, by their positions. */
  private boolean hasCommonColumns(List<String> names) {
    List<String> folded = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    if (dataset.format().path("header").asBoolean(true)) {
      return folded.stream().anyMatch(columns::containsKey);
    }
    List<String> known = List.copyOf(columns.keySet());
    int both = Math.min(known.size(), folded.size());
    return known.subList(0, both).equals(folded.subList(0, both));
  }

  private void tellDifference(Sample sample, String difference) {
    evidence.add(
        "input",
        "%s is written otherwise than %s, %s, and may belong to a dataset of its own"
            .formatted(sample.name(), dataset.samples().get(0).name(), difference));
  }

  private String differences(ObjectNode other) {
    List<String> differences = new ArrayList<>();
    ALIKE.forEach(
        (setting, byDefault) -> {
          JsonNode ours = dataset.format().has(setting) ? dataset.format().get(setting) : byDefault;
          JsonNode theirs = other.has(setting) ? other.get(setting) : byDefault;
          if (!ours.asText().equals(theirs.asText())) {
            differences.add("%s %s in place of %s".formatted(setting, theirs, ours));
          }
        });
    return String.join(", ", differences);
  }

  private void add(Sample sample, List<String> names) {
    alike.add(sample);
    for (String name : names) {
      String folded = name.toLowerCase(Locale.ROOT);
      columns.putIfAbsent(folded, name);
      having.computeIfAbsent(folded, any -> new ArrayList<>()).add(sample);
    }
  }

  private void takeWhatItNeeds(Sample sample, ObjectNode other) {
    ObjectNode format = dataset.format();
    for (String setting : WHERE_ANY) {
      if (other.has(setting) && !format.has(setting)) {
        format.set(setting, other.get(setting));
        evidence.add(setting, other.get(setting).asText() + ", for " + sample.name());
      }
    }
    if (other.has("trailers") && !contains(format.path("trailers"), other.get("trailers"))) {
      ArrayNode trailers =
          format.has("trailers") ? format.withArray("trailers") : format.putArray("trailers");
      other.get("trailers").forEach(trailers::add);
      evidence.add("trailers", other.get("trailers") + ", in " + sample.name());
    }
  }

  private static boolean contains(JsonNode texts, JsonNode others) {
    List<JsonNode> known = new ArrayList<>();
    texts.forEach(known::add);
    return known.contains(others.get(0));
  }

  /** Where files have no header, a column that some lack is at the end of their records. */
  private void allowToLack(String folded, String column) {
    List<Sample> lacking = new ArrayList<>(alike);
    lacking.removeAll(having.getOrDefault(folded, List.of()));
    if (lacking.isEmpty()) {
      return;
    }
    String files =
        lacking.stream().limit(MAX_NAMED).map(Sample::name).collect(Collectors.joining(", "))
            + (lacking.size() > MAX_NAMED ? ", …" : "");
    if (dataset.format().path("header").asBoolean(true)) {
      dataset.setOptional(column);
      evidence.add(column, "OPTIONAL, it is not in " + files);
    } else {
      dataset.format().put("missingFields", "null");
      evidence.add("missingFields", "null, there is no " + column + " in " + files);
    }
  }
}
