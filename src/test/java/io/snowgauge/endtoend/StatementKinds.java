package io.snowgauge.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What kinds of statements follow each other: a verb, and what it is about. */
final class StatementKinds {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern SUBJECT =
      Pattern.compile(
          "SNOWGAUGE_[A-Z]+|INGESTION_[A-Z_]+|PUBLISH_LOCK|TARGET_LOCK|RUN_HEARTBEATS|USER_GROUP_SHARES|CURRENT_TRANSACTION"
              + "|autocommit=\\w+|QUERY_TAG|manifest/|records-|rejects-");

  private static final Pattern ON_THE_PAGE = Pattern.compile("(?m)^1\\. `([^`]*)`:\\s");

  private StatementKinds() {}

  /** Of the lines of a log, those of the first publisher of a dataset. */
  static List<String> ofLog(List<String> log, String dataset) throws IOException {
    List<String> kinds = new ArrayList<>();
    String publisher = null;
    for (String line : log) {
      JsonNode event = JSON.readTree(line);
      String tag = event.path("tag").asText();
      if (tag.contains("\"dataset\":\"" + dataset + "\"")) {
        publisher = Objects.requireNonNullElse(publisher, tag);
        if (publisher.equals(tag)) {
          add(kinds, event.path("sql").asText());
        }
      }
    }
    return kinds;
  }

  /** Of a page that lists statements. */
  static List<String> ofPage(String page) {
    List<String> kinds = new ArrayList<>();
    ON_THE_PAGE.matcher(page).results().forEach(found -> add(kinds, found.group(1)));
    return kinds;
  }

  /** One after another of the same kind counts once. */
  private static void add(List<String> kinds, String sql) {
    Matcher subject = SUBJECT.matcher(sql);
    String verb = sql.strip().split("\\s", 2)[0].toUpperCase(Locale.ROOT);
    String kind = subject.find() ? verb + " " + subject.group() : verb;
    if (kinds.isEmpty() || !kinds.get(kinds.size() - 1).equals(kind)) {
      kinds.add(kind);
    }
  }
}
