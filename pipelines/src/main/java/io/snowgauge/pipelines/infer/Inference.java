package io.snowgauge.pipelines.infer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.pipelines.config.ConfigurationLoader;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.lsf.LsfSection;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The configuration of one dataset that loads some files, guessed from samples of them. */
public final class Inference {
  /** So many files are looked at; the input is guessed from all. */
  private static final int MAX_SAMPLES = 20;

  private static final String BEGIN = "(?im)^[ \\t]*Begin[ \\t]+%s\\b";

  /** What identifies a row is hardly a price, a time or a document. */
  private static final Pattern KEY_TYPE = Pattern.compile("STRING|INTEGER|NUMBER\\([0-9]+,0\\)");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> uris;
  private final String name;
  private final Evidence evidence = new Evidence();
  private final ObjectNode root = JSON.createObjectNode();
  private final ObjectNode dataset;
  private final ObjectNode format;
  private List<Sample> samples = List.of();

  /** The types of the columns by the names that files have, in their order. */
  private final Map<String, String> types = new LinkedHashMap<>();

  private Inference(List<String> uris, String name) {
    this.uris = uris;
    this.name = name;
    dataset = root.putObject("datasets").putObject(name);
    dataset.put("input", PathGuess.of(uris, evidence));
    format = dataset.putObject("format");
  }

  /**
   * Guesses from files that there are.
   *
   * @throws IOException if they cannot be read, or are no text
   */
  public static Inference of(List<String> uris, String name) throws IOException {
    Inference inference = new Inference(uris, name);
    inference.guess();
    return inference;
  }

  /** The configuration as a file has it. */
  public String text() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Why it is what it is. */
  public Evidence evidence() {
    return evidence;
  }

  private void guess() throws IOException {
    List<Sample> read = new ArrayList<>();
    for (String uri : uris.subList(0, Math.min(uris.size(), MAX_SAMPLES))) {
      read.add(Sample.of(uri));
    }
    samples = read;
    if (samples.stream().anyMatch(Sample::hasMoreFiles)) {
      dataset.put("zipEntries", "each");
      evidence.add("zipEntries", "each, there are several files in an archive");
    }
    TextEncoding encoding = samples.get(0).encoding(evidence);
    String text = samples.get(0).text(encoding);
    if (text.isBlank()) {
      throw new IOException(
          uris.get(0) + ": expected text to guess from but found nothing but blanks");
    }
    dataset.put("table", name.toUpperCase(Locale.ROOT).replace('-', '_'));
    if (isLsf(text)) {
      return;
    }
    JsonGuess objects = new JsonGuess(text, format, evidence);
    List<String> columns = objects.isAny() ? objects.columns() : csv(text, encoding);
    columns.forEach(column -> types.put(column, "STRING"));
    guessTypes();
  }

  /** Whether the file has sections of lsb.users, of which one kind is read. */
  private boolean isLsf(String text) {
    for (LsfSection section : LsfSection.values()) {
      String name = section.configName();
      if (Pattern.compile(BEGIN.formatted(name)).matcher(text).find()) {
        format.put("type", "lsf");
        if (section != LsfSection.USER_GROUP) {
          format.put("section", name);
        }
        evidence.add("type", "lsf, there is a line 'Begin " + name + "'");
        return true;
      }
    }
    return false;
  }

  private List<String> csv(String text, TextEncoding encoding) {
    format.put("type", "csv");
    if (encoding != TextEncoding.UTF_8) {
      format.put("encoding", encoding.configName());
    }
    return new CsvGuess(text, samples.get(0).isWhole(), format, evidence).columns();
  }

  /** Reads all columns as text, or as any JSON, and looks what else the values could be. */
  private void guessTypes() throws IOException {
    boolean isJson = format.path("type").asText().equals("ndjson");
    if (isJson) {
      types.replaceAll((column, type) -> "VARIANT");
    }
    SampleRecords texts = read();
    Set<String> nulls = new TreeSet<>();
    int index = 0;
    for (String column : List.copyOf(types.keySet())) {
      List<String> values = texts.values(index++);
      types.put(column, isJson ? jsonType(column, values, nulls) : type(column, values, nulls));
    }
    if (types.values().stream().anyMatch(type -> type.contains(",56"))) {
      readPointsAsMarks(texts);
    }
    if (!nulls.isEmpty()) {
      ArrayNode tokens = format.putArray("nullTokens");
      nulls.forEach(tokens::add);
      warnOfTexts(texts, nulls);
    }
    settle();
    report();
  }

  /** In a file with decimal commas, 1.000 is a thousand. */
  private void readPointsAsMarks(SampleRecords texts) {
    int index = 0;
    for (String column : List.copyOf(types.keySet())) {
      List<String> values = texts.values(index++);
      String type = types.getOrDefault(column, "");
      boolean isPlain =
          type.equals("INTEGER") || (type.startsWith("NUMBER") && !type.contains("'"));
      String other = isPlain ? new ColumnGuess(column, values, evidence).withDecimalCommas() : null;
      if (other != null) {
        types.put(column, other);
      }
    }
  }

  /** Null tokens hold for all columns, so they may take texts that mean themselves. */
  private void warnOfTexts(SampleRecords texts, Set<String> nulls) {
    int index = 0;
    for (Map.Entry<String, String> column : types.entrySet()) {
      List<String> values = texts.values(index++);
      long taken = values.stream().filter(nulls::contains).count();
      if (column.getValue().equals("STRING") && taken > 0) {
        evidence.add(
            column.getKey(),
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
    List<String> texts = new ArrayList<>();
    for (String value : values) {
      JsonNode node = JSON.readTree(value);
      if (node.isContainerNode()) {
        evidence.add(column, "VARIANT, there are objects or arrays");
        return "VARIANT";
      }
      texts.add(node.isTextual() ? node.textValue() : value);
    }
    return type(column, texts, nulls);
  }

  /** What the reading itself refuses becomes text: what is printed is to load the files. */
  private void settle() throws IOException {
    for (int tries = 0; tries <= types.size(); tries++) {
      SampleRecords typed = read();
      Set<String> refused = new HashSet<>();
      for (Reject reject : typed.rejects()) {
        ColumnNames.of(types.keySet())
            .forEach(
                (column, tableName) -> {
                  if (reject.reason().startsWith(tableName + ": ")
                      && !types.getOrDefault(column, "STRING").startsWith("STRING")) {
                    refused.add(column);
                  }
                });
      }
      if (refused.isEmpty()) {
        return;
      }
      if (!format.has("quotedNulls")
          && format.has("nullTokens")
          && !format.path("type").asText().equals("ndjson")) {
        format.put("quotedNulls", true);
        evidence.add("quotedNulls", "true, texts for null stand in quotes, too");
        continue;
      }
      for (String column : refused) {
        types.put(column, "STRING");
        evidence.add(column, "STRING after all, some values would be rejected");
      }
    }
  }

  private void report() throws IOException {
    SampleRecords all = read();
    int index = 0;
    for (String column : types.keySet()) {
      boolean isKey = KEY_TYPE.matcher(types.getOrDefault(column, "")).matches();
      if (all.isUnique(index++) && isKey) {
        evidence.add(
            "key",
            "'%s' is unique and never null in %,d records; with \"publish\": \"merge\" it could be the key"
                .formatted(ColumnNames.of(types.keySet()).get(column), all.records()));
      }
    }
    evidence.add(
        "tried",
        "%,d records of the sample are accepted, %,d rejected"
            .formatted(all.records(), all.rejects().size()));
    all.rejects().stream()
        .limit(5)
        .forEach(
            reject -> evidence.add("rejected", "line " + reject.line() + ": " + reject.reason()));
    String fault = all.fault();
    if (fault != null) {
      evidence.add("fault", fault);
    }
  }

  private SampleRecords read() throws IOException {
    ObjectNode columns = dataset.putObject("columns");
    boolean isByPosition = !format.path("header").asBoolean(true);
    ColumnNames.of(types.keySet())
        .forEach(
            (column, tableName) -> {
              String from =
                  column.equals(tableName) || isByPosition
                      ? ""
                      : " FROM '" + column.replace("'", "''") + "'";
              columns.put(tableName, types.get(column) + from);
            });
    Path file = Files.createTempFile("snowgauge-infer", ".json");
    try {
      Files.writeString(file, text());
      Dataset guessed = ConfigurationLoader.load(file, Map.of(), List.of()).datasets().get(0);
      return SampleRecords.of(guessed.format(), samples);
    } finally {
      Files.delete(file);
    }
  }
}
