package io.snowgauge.pipelines.infer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.pipelines.config.ConfigurationLoader;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The configuration of a dataset as far as it is guessed, which reads its samples. */
final class GuessedDataset {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode root = JSON.createObjectNode();
  private final ObjectNode dataset;
  private final ObjectNode format;
  private final List<Sample> samples;

  /** The types of the columns by the names that files have, in their order. */
  private final Map<String, String> types = new LinkedHashMap<>();

  private final Set<String> optional = new HashSet<>();

  /** One that reads these files. */
  GuessedDataset(String name, String input, List<Sample> samples) {
    this.samples = samples;
    dataset = root.putObject("datasets").putObject(name);
    dataset.put("input", input);
    format = dataset.putObject("format");
  }

  /** Its settings but for the columns, which come from the types. */
  ObjectNode settings() {
    return dataset;
  }

  /** How its files are read. */
  ObjectNode format() {
    return format;
  }

  boolean isOf(String type) {
    return format.path("type").asText().equals(type);
  }

  List<Sample> samples() {
    return samples;
  }

  /** Takes columns by the names that files have, all of one type. */
  void addColumns(Collection<String> names, String type) {
    names.forEach(name -> types.put(name, type));
  }

  /** Says that files may lack a column. */
  void setOptional(String column) {
    optional.add(column);
  }

  List<String> columns() {
    return List.copyOf(types.keySet());
  }

  String type(String column) {
    return types.getOrDefault(column, "STRING");
  }

  void setType(String column, String type) {
    types.put(column, type);
  }

  /** What columns of files are called in the table. */
  Map<String, String> tableNames() {
    return ColumnNames.of(types.keySet());
  }

  /** Captures are columns, too, so guessed ones are called as none of the others is. */
  void tellFoldersFromColumns(Evidence evidence) {
    Set<String> columns = new HashSet<>();
    tableNames().values().forEach(name -> columns.add(name.toLowerCase(Locale.ROOT)));
    String input = dataset.path("input").asText();
    dataset.put("input", PathGuess.besideColumns(columns, input, evidence));
  }

  /** The configuration as a file has it. */
  String text() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads the samples with the parser of a run. */
  SampleRecords read() throws IOException {
    putColumns();
    Path file = Files.createTempFile("snowgauge-infer", ".json");
    try {
      Files.writeString(file, text());
      Dataset guessed = ConfigurationLoader.load(file, Map.of(), List.of()).datasets().get(0);
      return SampleRecords.of(guessed.format(), samples);
    } finally {
      Files.delete(file);
    }
  }

  private void putColumns() {
    if (types.isEmpty()) {
      return;
    }
    ObjectNode columns = dataset.putObject("columns");
    boolean isByPosition = !format.path("header").asBoolean(true);
    tableNames()
        .forEach(
            (column, tableName) -> {
              String mayLack = optional.contains(column) ? " OPTIONAL" : "";
              String from =
                  column.equals(tableName) || isByPosition
                      ? ""
                      : " FROM '" + column.replace("'", "''") + "'";
              columns.put(tableName, type(column) + mayLack + from);
            });
  }
}
