package io.snowgauge.transforms.csv;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.record.CaseFile;
import io.snowgauge.transforms.record.Declared;
import io.snowgauge.transforms.record.FormatCases;
import io.snowgauge.transforms.tabular.TextEncoding;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of {@code src/test/resources/csv}, through the parser and the counter. */
class CsvCasesTest {
  /** The numbered rules of docs/formats/csv-ndjson.md that are about these files. */
  private static final List<String> RULES =
      List.of(
          "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "2.1", "2.2", "2.3", "2.4", "2.5",
          "3.1", "3.2", "3.3", "3.4", "5.1", "5.2", "5.3", "5.4");

  private static final Set<String> SETTINGS =
      Set.of(
          "columns",
          "header",
          "delimiter",
          "encoding",
          "nullTokens",
          "extraColumns",
          "maxRecordBytes");

  static List<CaseFile> cases() {
    return CaseFile.in("csv", SETTINGS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void readsAsThePageSays(CaseFile file) throws IOException {
    FormatCases.readsAsThePageSays(file, format(file));
  }

  @Test
  void everyRuleOfThePageHasACase() {
    Set<String> rules = new TreeSet<>(cases().stream().map(CaseFile::rule).toList());
    assertThat(List.copyOf(rules), is(RULES));
  }

  private static CsvFormat format(CaseFile file) {
    String tokens = file.setting("nullTokens", "");
    return new CsvFormat(
        Declared.columns(file.setting("columns", "a; b"), file.setting("extraColumns", "keep")),
        Boolean.parseBoolean(file.setting("header", "true")),
        file.setting("delimiter", ",").charAt(0),
        Arrays.stream(TextEncoding.values())
            .filter(encoding -> encoding.configName().equals(file.setting("encoding", "UTF-8")))
            .findFirst()
            .orElseThrow(),
        tokens.isEmpty() ? List.of() : List.of(tokens.split(", ", -1)),
        file.setting("maxRecordBytes", CsvFormat.DEFAULT_MAX_RECORD_BYTES));
  }
}
