package io.snowgauge.documentation;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.emulators.Sources;
import io.snowgauge.io.warehouse.control.Ledger;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all pages of the documentation keep to. */
class PagesTest {
  private static final Path HOME = Sources.root();
  private static final Map<Integer, String> WORDS = Map.of(2, "two", 3, "three", 4, "four");

  private static final Pattern WIDTH = Pattern.compile("max_line_length = (\\d+)");
  private static final Pattern TABLE_ROW = Pattern.compile("\\s*\\|.*");
  private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");
  private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern TRIES = Pattern.compile("as the ledger allows \\((\\w+) runs\\)");

  private static List<Path> markdown(String folder, int depth) throws IOException {
    try (Stream<Path> files = Files.walk(HOME.resolve(folder), depth)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(markdown("", 1));
    pages.addAll(markdown("docs", Integer.MAX_VALUE));
    pages.addAll(markdown("runner-configs", Integer.MAX_VALUE));
    assertThat(pages, hasItem(HOME.resolve("README.md")));
    return pages;
  }

  /** The lines that are too long, by number, with their length. */
  private static List<String> tooLong(String text, int width) {
    List<String> found = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int length = line.codePointCount(0, line.length());
      boolean isUnbreakable = TABLE_ROW.matcher(line).matches() || ADDRESS.matcher(line).matches();
      if (length > width && !isUnbreakable) {
        found.add((i + 1) + ": " + length);
      }
    }
    return found;
  }

  private static int width() throws IOException {
    String configuration = Files.readString(HOME.resolve(".editorconfig"));
    return Integer.parseInt(all(WIDTH, configuration).get(0).group(1));
  }

  private static List<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  @Test
  void linesKeepToTheWidthThatEditorsAreGiven() throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path page : pages()) {
      tooLong(Files.readString(page), width())
          .forEach(line -> problems.add(HOME.relativize(page) + ":" + line));
    }
    assertThat(problems, is(List.of()));
  }

  @Test
  void onlyRowsOfTablesAndAddressesMayBeLonger() {
    String page =
        """
        0123456789
        ä123456789
        0123456789a
          | a row of a table
        https://host/path
        see https://host/path
        ```
        ./snowgauge run
        """;
    assertThat(tooLong(page, 10), is(List.of("3: 11", "6: 21", "8: 15")));
  }

  /** What is wrong with a link of a page; empty if nothing is. */
  private static String problem(Path page, String target) throws IOException {
    URI link = URI.create(target);
    if (link.getScheme() != null) {
      return "";
    }
    Path file =
        link.getPath().isEmpty()
            ? page
            : Objects.requireNonNull(page.getParent()).resolve(link.getPath()).normalize();
    if (!Files.exists(file)) {
      return "no " + HOME.relativize(file);
    }
    String section = link.getFragment();
    return section == null || sections(Files.readString(file)).contains(section)
        ? ""
        : "no section " + section + " in " + HOME.relativize(file);
  }

  /** The fragments of a page's headings, as GitHub makes them. */
  private static List<String> sections(String page) {
    return all(HEADING, CODE.matcher(page).replaceAll("")).stream()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(text -> text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void linksLeadToFilesAndSections() throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path page : pages()) {
      for (MatchResult link : all(LINK, CODE.matcher(Files.readString(page)).replaceAll(""))) {
        String problem = problem(page, link.group(1));
        if (!problem.isEmpty()) {
          problems.add(HOME.relativize(page) + ": " + problem);
        }
      }
    }
    assertThat(problems, is(List.of()));
  }

  @Test
  void aLinkThatLeadsNowhereIsFound() throws IOException {
    Path page = HOME.resolve("docs/stream.md");
    assertThat(problem(page, "none.md"), is("no docs/none.md"));
    assertThat(problem(page, "flink.md#none"), is("no section none in docs/flink.md"));
    assertThat(problem(page, "#none"), is("no section none in docs/stream.md"));
    assertThat(problem(page, "../README.md#your-own-files-your-own-account"), is(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docs/airflow.md",
        "docs/adr/0010-stream.md",
        "runner-configs/airflow/dags/snowgauge_airflow/dag.py"
      })
  void asManyRunsTryAFileAsTheLedgerAllows(String name) throws IOException {
    String text = Files.readString(HOME.resolve(name)).replaceAll("\\s+", " ");
    assertThat(all(TRIES, text).size() > 0, is(true));
    for (MatchResult said : all(TRIES, text)) {
      assertThat(said.group(1), is(WORDS.get(Ledger.TRIES)));
    }
    assertThat(all(Pattern.compile("failed in \\w+ runs"), text).size(), is(0));
  }

  @Test
  void everyDecisionHasItsContextAndItsConsequences() throws IOException {
    for (Path page : markdown("docs/adr", 1)) {
      String text = Files.readString(page);
      for (String part :
          List.of("\nStatus: ", "\n## Context\n", "\n## Decision", "\n## Consequences\n")) {
        assertThat(page.toString(), text, containsString(part));
      }
    }
  }
}
