package io.snowgauge.pipelines.infer;

import io.snowgauge.transforms.text.Amount;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The configuration of one dataset that loads some files, guessed from samples of them. */
public final class Inference {
  /** So many files are looked at; the input is guessed from all. */
  private static final int MAX_SAMPLES = 20;

  /** What identifies a row is hardly a price, a time or a document. */
  private static final Pattern KEY_TYPE = Pattern.compile("STRING|INTEGER|NUMBER\\([0-9]+,0\\)");

  private static final int MAX_REJECTS_TOLD = 5;

  private final List<String> uris;
  private final Evidence evidence = new Evidence();
  private final List<Sample> samples = new ArrayList<>();
  private final GuessedDataset dataset;

  private Inference(List<String> uris, String name) {
    this.uris = uris;
    dataset = new GuessedDataset(name, PathGuess.of(uris, evidence), samples);
  }

  /**
   * Guesses from files that there are.
   *
   * @throws UnfitFileException if one is no text
   * @throws IOException if one cannot be read
   */
  public static Inference of(List<String> uris, String name) throws IOException {
    Inference inference = new Inference(uris, name);
    inference.readSamples();
    inference.guess(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    return inference;
  }

  /** The configuration as a file has it. */
  public String text() {
    return dataset.text();
  }

  /** Why it is what it is. */
  public Evidence evidence() {
    return evidence;
  }

  private void readSamples() throws IOException {
    for (String uri : uris.subList(0, Math.min(uris.size(), MAX_SAMPLES))) {
      samples.add(Sample.of(uri));
    }
    if (uris.size() > MAX_SAMPLES) {
      evidence.add("sample", MAX_SAMPLES + " of " + uris.size() + " files were looked at");
    }
    for (Sample sample : samples) {
      if (!sample.isWhole()) {
        evidence.add(
            "sample",
            "of %s the first %,d bytes were looked at".formatted(sample.name(), sample.length()));
      }
    }
  }

  private void guess(String table) throws IOException {
    if (samples.stream().anyMatch(Sample::hasMoreFiles)) {
      dataset.settings().put("zipEntries", "each");
      evidence.add("zipEntries", "each, there are several files in an archive");
    }
    TextEncoding encoding = encoding();
    String text = samples.get(0).text(encoding);
    if (text.isBlank()) {
      throw new UnfitFileException(
          uris.get(0) + ": expected text to guess from but found nothing but blanks");
    }
    dataset.settings().put("table", table);
    LsfGuess sections = new LsfGuess(text);
    JsonGuess objects = new JsonGuess(text, dataset.format(), evidence);
    if (sections.isAny()) {
      sections.put(dataset.format(), evidence);
      putEncoding(encoding);
    } else if (objects.isAny()) {
      guessColumns(objects.columns(), encoding);
    } else {
      dataset.format().put("type", "csv");
      putEncoding(encoding);
      boolean isWhole = samples.get(0).isWhole();
      guessColumns(new CsvGuess(text, isWhole, dataset.format(), evidence).columns(), encoding);
    }
    report();
  }

  private void guessColumns(List<String> ofTheFirst, TextEncoding encoding) throws IOException {
    new FurtherFiles(dataset, encoding, evidence).add(ofTheFirst);
    dataset.tellFoldersFromColumns(evidence);
    if (dataset.isOf("ndjson")) {
      dataset.addColumns(dataset.columns(), "VARIANT");
    }
    new TypesGuess(dataset, withoutBrokenQuotes(dataset.read()), evidence).put();
  }

  /** A file says what it is by its first text beyond ASCII. */
  private TextEncoding encoding() {
    Sample telling =
        samples.stream().filter(sample -> !sample.isAscii()).findFirst().orElse(samples.get(0));
    TextEncoding encoding = telling.encoding(evidence);
    for (Sample sample : samples) {
      if (!sample.isAscii() && sample.encoding(new Evidence()) != encoding) {
        evidence.add(
            "encoding",
            "%s, of %s, but %s is not"
                .formatted(encoding.configName(), telling.name(), sample.name()));
      }
    }
    return encoding;
  }

  private void putEncoding(TextEncoding encoding) {
    if (encoding != TextEncoding.UTF_8) {
      dataset.format().put("encoding", encoding.configName());
    }
  }

  /** Where quotes do not pair up, reads what can be read with the records in question rejected. */
  private SampleRecords withoutBrokenQuotes(SampleRecords texts) throws IOException {
    if (texts.fault() == null || !dataset.isOf("csv")) {
      return texts;
    }
    dataset.format().put("brokenQuotes", "reject");
    SampleRecords others = dataset.read();
    if (others.fault() == null) {
      evidence.add("brokenQuotes", "reject, for there is text behind a closing quote");
      return others;
    }
    dataset.format().remove("brokenQuotes");
    return texts;
  }

  private void report() throws IOException {
    SampleRecords all = dataset.read();
    int index = 0;
    for (String column : dataset.columns()) {
      boolean isKey = KEY_TYPE.matcher(dataset.type(column)).matches();
      if (all.isUnique(index++) && isKey) {
        evidence.add(
            "key",
            "'%s' is unique and never null in %s; with \"publish\": \"merge\" it could be the key"
                .formatted(dataset.tableNames().get(column), Amount.of(all.records(), "record")));
      }
    }
    evidence.add(
        "tried",
        "the sample has %s that would be accepted, and %,d rejected"
            .formatted(Amount.of(all.records(), "record"), all.rejects().size()));
    all.rejectedIn().stream()
        .limit(MAX_REJECTS_TOLD)
        .forEach(rejected -> evidence.add("rejected", rejected));
    String fault = all.fault();
    if (fault != null) {
      evidence.add("fault", fault);
    }
    tolerate(all);
  }

  /** What is known to be rejected is to keep no file out; what comes besides is. */
  private void tolerate(SampleRecords all) {
    long lines = all.mostRejectedLines();
    if (lines > 0 && all.rejects().size() < all.records()) {
      dataset.settings().putObject("rejects").put("max", lines);
      evidence.add(
          "rejects", "max " + lines + ", as many lines of a file of the sample are rejected");
    }
  }
}
