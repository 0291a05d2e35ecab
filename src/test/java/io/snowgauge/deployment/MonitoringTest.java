package io.snowgauge.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.io.emulators.Installation;
import io.snowgauge.io.emulators.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rules and dashboard of {@code runner-configs/prometheus}, by Prometheus' own tool; and that they
 * go by metrics that there are.
 */
class MonitoringTest {
  private static final Path ROOT = Sources.root();
  private static final Path PLACE = ROOT.resolve("runner-configs/prometheus");
  private static final Path RULES = PLACE.resolve("alerts.yaml");
  private static final Path TESTS = ROOT.resolve("src/test/prometheus/alerts-test.yaml");

  /** Those of steps; the stream's own text has them in small letters. */
  private static final Pattern COUNTED =
      Pattern.compile("Metrics\\.(counter|gauge)\\((?:StageBundles\\.)?METRICS, \"([A-Z0-9_]+)\"");

  private static final Pattern TEXTFILE = Pattern.compile("\"(snowgauge_[a-z_]+_seconds)\"");
  private static final Pattern OURS = Pattern.compile("\\bsnowgauge_[a-z0-9_]+");
  private static final Pattern ON_FLINK =
      Pattern.compile("flink_taskmanager_job_task_operator_snowgauge_([A-Z0-9_]+)");

  @TempDir Path folder;

  private static Tools.Ended promtool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(
        Installation.goProgram(
                ROOT.resolve("src/test/prometheus/go.mod"),
                "remove_all_sd",
                "github.com/prometheus/prometheus/cmd/promtool",
                "checks of Prometheus' rules and the dashboard")
            .toString());
    command.addAll(List.of(arguments));
    return Tools.run(command);
  }

  private static List<String> dashboardExpressions() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(PLACE.resolve("dashboard.json").toFile());
    return dashboard.findValuesAsText("expr");
  }

  private static Set<String> names(Pattern pattern, int group, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(found -> found.group(group))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What the sources of the steps count, in Beam's names and in those of a stream's text. */
  private record Counted(Set<String> beam, Set<String> exported) {
    static Counted bySources() throws IOException {
      Counted counted = new Counted(new TreeSet<>(), new TreeSet<>());
      for (String module : List.of("transforms", "io", "pipelines")) {
        try (Stream<Path> sources = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
          for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
            String text = Files.readString(source);
            Matcher found = COUNTED.matcher(text);
            while (found.find()) {
              counted.add(found.group(1), found.group(2));
            }
            if (source.endsWith("Textfile.java")) {
              counted.exported.addAll(names(TEXTFILE, 1, text));
            }
          }
        }
      }
      return counted;
    }

    private void add(String kind, String name) {
      beam.add(name);
      String small = "snowgauge_" + name.toLowerCase(Locale.ROOT);
      exported.add(
          kind.equals("counter") ? small + "_total" : small.replaceFirst("_millis$", "_seconds"));
    }
  }

  @Test
  void eachMetricThatTheyAskForIsExported() throws IOException {
    String asked = Files.readString(RULES) + String.join("\n", dashboardExpressions());
    Counted counted = Counted.bySources();
    Set<String> unknown = names(OURS, 0, asked);
    assertThat(unknown.size(), is(greaterThan(15)));
    unknown.removeAll(counted.exported());
    assertThat(unknown, is(empty()));
    Set<String> unknownOnFlink = names(ON_FLINK, 1, asked);
    assertThat(unknownOnFlink, is(not(empty())));
    unknownOnFlink.removeAll(counted.beam());
    assertThat(unknownOnFlink, is(empty()));
  }

  /** Nothing that is counted is kept from whoever reads the page. */
  @Test
  void eachMetricIsDocumented() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/operations.md"));
    Set<String> undocumented = new TreeSet<>(Counted.bySources().beam());
    undocumented.removeIf(
        name -> page.contains("`" + name + "`") || name.matches("LAG_P9[59]_MILLIS"));
    assertThat(undocumented, is(empty()));
  }

  @Test
  void thePrometheusConfigurationIsOne() {
    Tools.Ended checked = promtool("check", "config", PLACE.resolve("prometheus.yaml").toString());
    assertThat(checked.said(), checked.exitCode(), is(0));
    assertThat(checked.said(), containsString("1 rule files found"));
  }

  @Test
  void eachRuleFiresWhenItShould() throws IOException {
    Tools.Ended tested = promtool("test", "rules", TESTS.toString());
    assertThat(tested.said(), tested.exitCode(), is(0));
    Set<String> alerts = names(Pattern.compile("alert: (\\w+)"), 1, Files.readString(RULES));
    Set<String> untested =
        new TreeSet<>(names(Pattern.compile("alertname: (\\w+)"), 1, Files.readString(TESTS)));
    assertThat(untested, is(alerts));
  }

  /** The tests can fail: half a limit is not enough. */
  @Test
  void aRuleWithAnotherLimitIsFound() throws IOException {
    Path rules = folder.resolve("alerts.yaml");
    Files.writeString(rules, Files.readString(RULES).replace("> 26 * 3600", "> 52 * 3600"), UTF_8);
    Path tests = folder.resolve("tests.yaml");
    Files.writeString(
        tests,
        Files.readString(TESTS)
            .replace("../../../runner-configs/prometheus/alerts.yaml", "alerts.yaml"),
        UTF_8);
    Tools.Ended tested = promtool("test", "rules", tests.toString());
    assertThat(tested.said(), tested.exitCode(), is(1));
    assertThat(tested.said(), containsString("alertname: SnowgaugeNotLoaded"));
  }

  /** As rules, so that one start of the tool parses them all. */
  @Test
  void eachExpressionOfTheDashboardIsPromql() throws IOException {
    ObjectNode file = Manifests.YAML.createObjectNode();
    ArrayNode rules =
        file.putArray("groups").addObject().put("name", "dashboard").putArray("rules");
    for (String expression : dashboardExpressions()) {
      rules
          .addObject()
          .put("record", "panel" + rules.size())
          .put("expr", expression.replace("$__rate_interval", "5m").replace("$dataset", ".*"));
    }
    assertThat(rules.size(), is(greaterThan(20)));
    Path written = folder.resolve("dashboard.yaml");
    Manifests.YAML.writeValue(written.toFile(), file);
    Tools.Ended checked = promtool("check", "rules", written.toString());
    assertThat(checked.said(), checked.exitCode(), is(0));
  }
}
