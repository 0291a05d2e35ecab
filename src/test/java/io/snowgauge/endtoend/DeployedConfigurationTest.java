package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations that manifests and pages hand out are ones that the product takes. */
class DeployedConfigurationTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"kubernetes/base/snowgauge.json", "aws/snowgauge.json"})
  void isTaken(String name) {
    Path file = Snowgauge.HOME.resolve("runner-configs").resolve(name);
    Snowgauge.Ended ended = Snowgauge.in(folder).run("config", "--config", file.toString());
    assertThat(ended.toString(), ended.exitCode(), is(0));
    assertThat(ended.err(), is(""));
    // The probes of the manifests ask this port; the root of the container's files is read-only.
    assertThat(ended.out(), containsString("monitoring.port=8080\n"));
    assertThat(ended.out(), containsString("staging=file:///work/staging/\n"));
    assertThat(ended.out().contains("=file:///home") || ended.out().contains("=/home"), is(false));
  }
}
