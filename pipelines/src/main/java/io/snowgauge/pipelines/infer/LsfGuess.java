package io.snowgauge.pipelines.infer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.transforms.lsf.LsfSection;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What a file of {@code lsb.users} is like. */
final class LsfGuess {
  private static final String BEGIN = "(?im)^[ \\t]*Begin[ \\t]+%s\\b";
  private static final Pattern INCLUDE = Pattern.compile("(?im)^[ \\t]*#include\\b");

  private final String text;
  private final List<String> sections;

  /** Guesses from a text. */
  LsfGuess(String text) {
    this.text = text;
    sections =
        Arrays.stream(LsfSection.values()).map(LsfSection::configName).filter(this::has).toList();
  }

  private boolean has(String section) {
    return Pattern.compile(BEGIN.formatted(section)).matcher(text).find();
  }

  /** Whether there is a section that can be read. */
  boolean isAny() {
    return !sections.isEmpty();
  }

  /** Puts the first kind of section into the format, and says what is not read. */
  void put(ObjectNode format, Evidence evidence) {
    String section = sections.get(0);
    format.put("type", "lsf");
    evidence.add("type", "lsf, there is a line 'Begin " + section + "'");
    if (!section.equals(LsfSection.USER_GROUP.configName())) {
      format.put("section", section);
    }
    for (String other : sections.subList(1, sections.size())) {
      evidence.add(
          "section",
          "%s; a dataset of its own with \"section\": \"%s\" reads the section %s"
              .formatted(section, other, other));
    }
    if (INCLUDE.matcher(text).find()) {
      evidence.add(
          "include", "what #INCLUDE names is not read; with \"include\": \"follow\" it is");
    }
  }
}
