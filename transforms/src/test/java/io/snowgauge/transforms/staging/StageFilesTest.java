package io.snowgauge.transforms.staging;

import static java.util.Objects.requireNonNull;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.SourceFileCoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StageFilesTest {
  private static final String HEADER = "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\n";

  @TempDir private Path root;

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void everyFileBecomesOneManifest(int threads) throws IOException {
    StagingFolder folder = new StagingFolder(root);
    List<SourceFile> files =
        List.of(
            folder.source("one", HEADER + "g (u1 u2)\nEnd UserGroup\n"),
            folder.source("two", HEADER + "g u1\nh (\nEnd UserGroup\n"),
            folder.source("three", HEADER + "g u1\n"));
    Pipeline pipeline = Pipeline.create();
    PCollection<StagedFile> staged =
        pipeline
            .apply("Find", Create.of(files).withCoder(SourceFileCoder.of()))
            .apply("Stage files", StageFiles.of(folder.dataset(), folder.area(), threads));
    PAssert.that(staged).satisfies(StageFilesTest::check);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(staged.getCoder(), is(StagedFileCoder.of()));
    long bytes = files.stream().mapToLong(SourceFile::sizeBytes).sum();
    Map<String, Long> counters = counters(result);
    assertThat(counters, is(aMapWithSize(5)));
    assertThat(counters, hasEntry("FILES", 3L));
    assertThat(counters, hasEntry("SIZE_BYTES", bytes));
    assertThat(counters, hasEntry("SOURCE_RECORD_COUNT", 5L));
    assertThat(counters, hasEntry("ACCEPTED_RECORD_COUNT", 4L));
    assertThat(counters, hasEntry("REJECTED_RECORD_COUNT", 1L));
    assertThat(folder.archived(), hasSize(1));
  }

  private static Void check(Iterable<StagedFile> staged) {
    Map<String, StagedFile> byName = new HashMap<>();
    Set<String> stageIds = new HashSet<>();
    for (StagedFile file : staged) {
      String uri = file.file().uri();
      byName.put(uri.substring(uri.lastIndexOf('/') + 1), file);
      stageIds.add(file.stageId());
    }
    assertThat(byName.keySet(), is(Set.of("one", "two", "three")));
    assertThat(stageIds, hasSize(3));
    StagedFile one = requireNonNull(byName.get("one"));
    assertThat(one.failure(), is(nullValue()));
    assertThat(one.accepted(), is(2L));
    try {
      assertThat(
          StagingFolder.text(one.ndjsonParts().get(0)),
          startsWith("{\"group\":\"g\",\"user\":\"u1\",\"share\":null,"));
      assertThat(
          StagingFolder.text(one.csvParts().get(0)).contains(one.stageId() + ",2,3,g,u2,,\n"),
          is(true));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertThat(
        requireNonNull(byName.get("two")).failure(), is("1 of 3 lines rejected, none tolerated"));
    assertThat(
        requireNonNull(byName.get("three")).failure(),
        startsWith("line 1: expected 'End UserGroup' to close this section"));
    return null;
  }

  private static Map<String, Long> counters(PipelineResult result) {
    MetricsFilter ours =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.inNamespace(StageBundles.METRICS))
            .build();
    Map<String, Long> counters = new HashMap<>();
    for (MetricResult<Long> counter : result.metrics().queryMetrics(ours).getCounters()) {
      counters.put(counter.getName().getName(), counter.getAttempted());
    }
    return counters;
  }

  @Test
  void noFilesAreNoManifests() {
    StagingFolder folder = new StagingFolder(root);
    Pipeline pipeline = Pipeline.create();
    PCollection<StagedFile> staged =
        pipeline
            .apply("Find", Create.empty(SourceFileCoder.of()))
            .apply("Stage files", StageFiles.of(folder.dataset(), folder.area(), 1));
    PAssert.that(staged).empty();
    pipeline.run().waitUntilFinish();
  }
}
