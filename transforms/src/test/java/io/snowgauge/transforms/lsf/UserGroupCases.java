package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.CaseFile;
import io.snowgauge.transforms.text.TextEncoding;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The cases of {@code src/test/resources/lsf}. */
public final class UserGroupCases {
  private static final String LIMIT = "maxLineBytes";
  private static final String BAD_ENTRIES = "badEntries";
  private static final String ENCODING = "encoding";

  private UserGroupCases() {}

  /** All of them. */
  public static List<CaseFile> all() {
    return CaseFile.in("lsf", Set.of(LIMIT, BAD_ENTRIES, ENCODING));
  }

  /** The format as a case declares it. */
  public static UserGroupFormat format(CaseFile file) {
    String badEntries = file.setting(BAD_ENTRIES, BadEntries.REJECT_LINE.configName());
    return new UserGroupFormat(
        file.setting(LIMIT, UserGroupFormat.DEFAULT_MAX_LINE_BYTES),
        Arrays.stream(BadEntries.values())
            .filter(policy -> policy.configName().equals(badEntries))
            .findFirst()
            .orElseThrow(),
        Arrays.stream(TextEncoding.values())
            .filter(encoding -> encoding.configName().equals(file.setting(ENCODING, "UTF-8")))
            .findFirst()
            .orElseThrow());
  }
}
