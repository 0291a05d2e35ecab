package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.record.CaseFile;
import io.snowgauge.transforms.record.Declared;
import io.snowgauge.transforms.tabular.TextEncoding;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The cases of {@code src/test/resources/csv}. */
public final class CsvCases {
  private static final Set<String> SETTINGS =
      Set.of(
          "columns",
          "header",
          "delimiter",
          "encoding",
          "nullTokens",
          "extraColumns",
          "paddedQuotes",
          "maxRecordBytes");

  private CsvCases() {}

  /** All of them. */
  public static List<CaseFile> all() {
    return CaseFile.in("csv", SETTINGS);
  }

  /** The format as a case declares it. */
  public static CsvFormat format(CaseFile file) {
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
        PaddedQuotes.valueOf(file.setting("paddedQuotes", "reject").toUpperCase(Locale.ROOT)),
        file.setting("maxRecordBytes", CsvFormat.DEFAULT_MAX_RECORD_BYTES));
  }
}
