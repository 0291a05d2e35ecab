package io.snowgauge.pipelines.monitoring;

import io.snowgauge.transforms.staging.StageBundles;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.metrics.GaugeResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of this process' stream have counted, in Prometheus' text format 0.0.4: each
 * counter of the product as {@code snowgauge_NAME_total}, each gauge of milliseconds as {@code
 * snowgauge_NAME_seconds}, others as {@code snowgauge_NAME}, by dataset where a step or the metric
 * itself is of one.
 */
public final class StreamMetrics {
  /** Of the text. */
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final StreamMetrics OF_THIS_PROCESS = new StreamMetrics();

  private static final MetricsFilter OURS =
      MetricsFilter.builder()
          .addNameFilter(MetricNameFilter.inNamespace(StageBundles.METRICS))
          .build();

  /** The graph names what it does to a dataset by the dataset. */
  private static final Pattern STEP_OF_DATASET = Pattern.compile("([^:/]+): .*");

  /** As {@link #ofDataset} names a metric. */
  private static final Pattern METRIC_OF_DATASET = Pattern.compile("(.*): ([A-Z0-9_]+)");

  private static final String MILLIS = "_MILLIS";

  private volatile @Nullable MetricResults results;

  /** Nothing so far. */
  StreamMetrics() {}

  /** That of the only stream of this process. */
  public static StreamMetrics ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /** The name of a metric that a step of several datasets has of one of them. */
  public static String ofDataset(String dataset, String name) {
    return dataset + ": " + name;
  }

  /** Tells what a graph counts from here on. */
  public void follow(MetricResults graph) {
    results = graph;
  }

  /** All of it, as it is now; nothing before there is a graph. */
  String text() {
    MetricResults current = results;
    if (current == null) {
      return "";
    }
    MetricQueryResults ours = current.queryMetrics(OURS);
    SortedMap<String, SortedMap<String, Double>> families = new TreeMap<>();
    for (MetricResult<Long> counter : ours.getCounters()) {
      add(families, counter, "_total counter", counter.getAttempted(), Double::sum);
    }
    for (MetricResult<GaugeResult> gauge : ours.getGauges()) {
      boolean isMillis = gauge.getName().getName().endsWith(MILLIS);
      double value = gauge.getAttempted().getValue() / (isMillis ? 1e3 : 1);
      add(families, gauge, isMillis ? "_seconds gauge" : " gauge", value, Math::max);
    }
    StringBuilder text = new StringBuilder();
    families.forEach((family, samples) -> append(text, family, samples));
    return text.toString();
  }

  /**
   * Steps that tell the same of one dataset: their counts are added up, of gauges the highest is.
   */
  private static void add(
      SortedMap<String, SortedMap<String, Double>> families,
      MetricResult<?> metric,
      String type,
      double value,
      BinaryOperator<Double> ofSteps) {
    Matcher ofDataset = METRIC_OF_DATASET.matcher(metric.getName().getName());
    boolean isOfDataset = ofDataset.matches();
    String name = isOfDataset ? ofDataset.group(2) : metric.getName().getName();
    String base = name.endsWith(MILLIS) ? name.substring(0, name.length() - MILLIS.length()) : name;
    Matcher step = STEP_OF_DATASET.matcher(metric.getKey().stepName());
    boolean isOfOne = isOfDataset || step.matches();
    String dataset = isOfDataset ? ofDataset.group(1) : isOfOne ? step.group(1) : "";
    String labels = isOfOne ? "{dataset=\"" + escaped(dataset) + "\"}" : "";
    families
        .computeIfAbsent(
            "snowgauge_" + base.toLowerCase(Locale.ROOT) + type, unknown -> new TreeMap<>())
        .merge(labels, value, ofSteps);
  }

  /** The value of a label. */
  static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static void append(StringBuilder text, String family, SortedMap<String, Double> samples) {
    String name = family.substring(0, family.indexOf(' '));
    text.append("# TYPE ").append(family).append('\n');
    samples.forEach(
        (labels, value) ->
            text.append(name).append(labels).append(' ').append(number(value)).append('\n'));
  }

  /** Whole numbers without a fraction. */
  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }
}
