package io.snowgauge.pipelines.infer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.snowgauge.transforms.record.Reject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The types of a dataset's columns, and the texts that stand for null in them. */
final class TypesGuess {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final GuessedDataset dataset;
  private final Evidence evidence;

  /** The values of the samples: as text, or as any JSON. */
  private final SampleRecords texts;

  /** Guesses from what a dataset reads of its samples where it declares no types yet. */
  TypesGuess(GuessedDataset dataset, SampleRecords texts, Evidence evidence) {
    this.dataset = dataset;
    this.texts = texts;
    this.evidence = evidence;
  }

  /** Looks what the values could be, and puts it into the dataset. */
  void put() throws IOException {
    boolean isJson = dataset.isOf("ndjson");
    Set<String> nulls = new TreeSet<>();
    int index = 0;
    for (String column : dataset.columns()) {
      List<String> values = texts.values(index++);
      dataset.setType(
          column, isJson ? jsonType(column, values, nulls) : type(column, values, nulls));
    }
    if (dataset.columns().stream().anyMatch(column -> dataset.type(column).contains(",56"))) {
      readPointsAsMarks();
    }
    if (!nulls.isEmpty()) {
      ArrayNode tokens = dataset.format().putArray("nullTokens");
      nulls.forEach(tokens::add);
      warnOfTexts(nulls);
    }
    settle();
  }

  /** In a file with decimal commas, 1.000 is a thousand. */
  private void readPointsAsMarks() {
    int index = 0;
    for (String column : dataset.columns()) {
      List<String> values = texts.values(index++);
      String type = dataset.type(column);
      boolean isPlain =
          type.equals("INTEGER") || (type.startsWith("NUMBER") && !type.contains("'"));
      String other = isPlain ? new ColumnGuess(column, values, evidence).withDecimalCommas() : null;
      if (other != null) {
        dataset.setType(column, other);
      }
    }
  }

  /** Null tokens hold for all columns, so they may take texts that mean themselves. */
  private void warnOfTexts(Set<String> nulls) {
    int index = 0;
    for (String column : dataset.columns()) {
      List<String> values = texts.values(index++);
      long taken = values.stream().filter(nulls::contains).count();
      if (dataset.type(column).equals("STRING") && taken > 0) {
        evidence.add(
            column,
            "%,d of %,d values are null, too, for they are one of nullTokens"
                .formatted(taken, values.size()));
      }
    }
  }

  private String type(String column, List<String> values, Set<String> nulls) {
    ColumnGuess guess = new ColumnGuess(column, values, evidence);
    String type = guess.type();
    nulls.addAll(guess.nullTokens());
    return type;
  }

  /** Texts may be any type; an object or array is only one of VARIANT. */
  private String jsonType(String column, List<String> values, Set<String> nulls)
      throws IOException {
    List<String> plain = new ArrayList<>();
    for (String value : values) {
      JsonNode node = JSON.readTree(value);
      if (node.isContainerNode()) {
        evidence.add(column, "VARIANT, there are objects or arrays");
        return "VARIANT";
      }
      plain.add(node.isTextual() ? node.textValue() : value);
    }
    return type(column, plain, nulls);
  }

  /** What the reading itself refuses becomes text: what is printed is to load the files. */
  private void settle() throws IOException {
    for (int tries = 0; tries <= dataset.columns().size(); tries++) {
      Set<String> refused = refused(dataset.read().rejects());
      if (refused.isEmpty()) {
        return;
      }
      if (!dataset.format().has("quotedNulls")
          && dataset.format().has("nullTokens")
          && !dataset.isOf("ndjson")) {
        dataset.format().put("quotedNulls", true);
        evidence.add("quotedNulls", "true, texts for null stand in quotes, too");
        continue;
      }
      for (String column : refused) {
        dataset.setType(column, "STRING");
        evidence.add(column, "STRING after all, some values would be rejected");
      }
    }
  }

  private Set<String> refused(List<Reject> rejects) {
    Set<String> refused = new HashSet<>();
    for (Reject reject : rejects) {
      dataset
          .tableNames()
          .forEach(
              (column, tableName) -> {
                if (reject.reason().startsWith(tableName + ": ")
                    && !dataset.type(column).startsWith("STRING")) {
                  refused.add(column);
                }
              });
    }
    return refused;
  }
}
