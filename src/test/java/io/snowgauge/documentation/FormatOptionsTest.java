package io.snowgauge.documentation;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.emulators.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each option of a format is on the page of its format, and has case files. */
class FormatOptionsTest {
  private static final Pattern OPTION = Pattern.compile("`datasets\\.\\*\\.format\\.(\\w+)`");
  private static final Pattern CASE_LINE = Pattern.compile("(?m)^(\\w+): ");

  /** Which format it is, and what takes more than one file: IncludeTest has that. */
  private static final Set<String> WITHOUT_CASES = Set.of("type", "include", "includeFolders");

  private static String texts(String folder, String end) throws IOException {
    try (Stream<Path> files = Files.walk(Sources.root().resolve(folder))) {
      StringBuilder texts = new StringBuilder();
      for (Path file : files.filter(path -> path.toString().endsWith(end)).sorted().toList()) {
        texts.append(Files.readString(file)).append('\n');
      }
      return texts.toString();
    }
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> options() throws IOException {
    Path reference = Sources.root().resolve("docs/configuration-reference.md");
    Set<String> options = found(OPTION, Files.readString(reference));
    assertThat(options, hasItem("delimiter"));
    return options;
  }

  @Test
  void eachIsOnThePageOfItsFormat() throws IOException {
    String pages = texts("docs/formats", ".md");
    assertThat(
        options().stream()
            .filter(option -> !option.equals("type") && !pages.contains("`format." + option + "`"))
            .toList(),
        is(List.of()));
  }

  @Test
  void eachHasCaseFiles() throws IOException {
    Set<String> tried = found(CASE_LINE, texts("transforms/src/test/resources", ".case"));
    assertThat(
        options().stream()
            .filter(option -> !WITHOUT_CASES.contains(option) && !tried.contains(option))
            .toList(),
        is(List.of()));
  }
}
