package io.snowgauge.io.kubernetes;

import io.snowgauge.transforms.csv.CsvFormat;
import io.snowgauge.transforms.lsf.LsfFormat;
import io.snowgauge.transforms.ndjson.NdjsonFormat;
import io.snowgauge.transforms.ndjson.ObjectLayout;
import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The counting rule of a format in awk, which shares nothing with parsers and counters.
 *
 * @param program for awk; prints a number, or {@code unknown: REASON}
 * @param variables that it is given with {@code -v}
 */
public record CountingRule(String program, Map<String, String> variables) {
  private static final String UNKNOWN_DIALECT =
      "CSV with format.quote, escape, comment, skipLines, trailers or a longer delimiter";

  /** The rule of a format. */
  public static CountingRule of(Format format) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (format instanceof LsfFormat lsf) {
      if (lsf.encoding() != TextEncoding.UTF_8) {
        variables.put("encoding", lsf.encoding().configName());
      }
      variables.put("maxLineBytes", String.valueOf(lsf.maxLineBytes()));
      variables.put("badEntries", lsf.badEntries().configName());
      variables.put("wanted", lsf.section().configName());
      if (lsf.include().isFollowed()) {
        variables.put("includes", "follow");
      }
      return new CountingRule(program("count-lsf.awk", "text.awk"), variables);
    }
    if (format instanceof CsvFormat csv) {
      if (!csv.dialect().isWhollyPlain()) {
        variables.put("dialect", UNKNOWN_DIALECT);
      }
      variables.put("delimiter", csv.dialect().delimiter());
      variables.put("header", csv.header() ? "1" : "0");
      variables.put("encoding", csv.encoding().configName());
      variables.put("paddedQuotes", csv.dialect().paddedQuotes().configName());
      return new CountingRule(program("count-csv.awk"), variables);
    }
    if (format instanceof NdjsonFormat json) {
      if (json.layout() != ObjectLayout.LINES) {
        variables.put("dialect", "JSON with format.layout " + json.layout().configName());
      }
      return new CountingRule(program("count-ndjson.awk"), variables);
    }
    throw new IllegalArgumentException("no counting rule in awk for " + format);
  }

  /** A program of several files. */
  private static String program(String... names) {
    return Stream.concat(Stream.of(names), Stream.of("report.awk"))
        .map(CountingRule::resource)
        .collect(Collectors.joining("\n"));
  }

  /** A text that lies beside this class. */
  static String resource(String name) {
    try (InputStream in = CountingRule.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
