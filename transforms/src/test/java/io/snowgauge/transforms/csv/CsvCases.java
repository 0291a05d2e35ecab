package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.record.CaseFile;
import io.snowgauge.transforms.record.Declared;
import io.snowgauge.transforms.tabular.NullTokens;
import io.snowgauge.transforms.text.TextEncoding;
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
          "quotedNulls",
          "extraFields",
          "missingFields",
          "paddedQuotes",
          "brokenQuotes",
          "quote",
          "escape",
          "comment",
          "skipLines",
          "trailers",
          "maxRecordBytes");

  private CsvCases() {}

  /** All of them. */
  public static List<CaseFile> all() {
    return CaseFile.in("csv", SETTINGS);
  }

  /** The format as a case declares it. */
  public static CsvFormat format(CaseFile file) {
    return new CsvFormat(
        Declared.columns(file.setting("columns", "a; b"), file.setting("extraColumns", "keep")),
        Boolean.parseBoolean(file.setting("header", "true")),
        dialect(file),
        Arrays.stream(TextEncoding.values())
            .filter(encoding -> encoding.configName().equals(file.setting("encoding", "UTF-8")))
            .findFirst()
            .orElseThrow(),
        new NullTokens(
            texts(file, "nullTokens"), Boolean.parseBoolean(file.setting("quotedNulls", "false"))),
        new RowLengths(
            file.setting("extraFields", "reject").equals("keep"),
            file.setting("missingFields", "reject").equals("null")),
        file.setting("maxRecordBytes", CsvFormat.DEFAULT_MAX_RECORD_BYTES));
  }

  private static CsvDialect dialect(CaseFile file) {
    return new CsvDialect(
        file.setting("delimiter", ","),
        character(file.setting("quote", "\"")),
        character(file.setting("escape", "none")),
        character(file.setting("comment", "none")),
        file.setting("skipLines", 0),
        texts(file, "trailers"),
        PaddedQuotes.valueOf(file.setting("paddedQuotes", "reject").toUpperCase(Locale.ROOT)),
        BrokenQuotes.valueOf(file.setting("brokenQuotes", "fail").toUpperCase(Locale.ROOT)));
  }

  private static char character(String text) {
    return text.equals("none") ? CsvDialect.NONE : text.charAt(0);
  }

  /** Texts with a comma and a blank between them; two single quotes stand for the empty one. */
  private static List<String> texts(CaseFile file, String setting) {
    String texts = file.setting(setting, "");
    return texts.isEmpty()
        ? List.of()
        : Arrays.stream(texts.split(", ", -1)).map(text -> text.equals("''") ? "" : text).toList();
  }
}
