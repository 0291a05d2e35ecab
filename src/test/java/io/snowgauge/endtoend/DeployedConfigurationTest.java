package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations that manifests and pages hand out are ones that the product takes. */
class DeployedConfigurationTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"kubernetes/base/snowgauge.json", "aws/snowgauge.json"})
  void isTaken(String name) throws Exception {
    Path file = Snowgauge.HOME.resolve("runner-configs").resolve(name);
    Snowgauge.Ended ended = Snowgauge.in(folder).run("config", "--config", file.toString());
    assertThat(ended.toString(), ended.exitCode(), is(0));
    assertThat(ended.err(), is(""));
    // The probes of the manifests ask this port, and the root of the container's files is
    // read-only.
    JsonNode settings = new ObjectMapper().readTree(ended.out());
    assertThat(settings.get("monitoring.port").asText(), is("8080"));
    assertThat(settings.get("staging").asText(), is("file:///work/staging/"));
    for (String kept : List.of("archive", "deadLetters")) {
      assertThat(settings.get(kept).asText(), not(startsWith("file:")));
    }
    // docs/deploy-aws.md and docs/azure-costs.md count the costs of this one.
    assertThat(settings.get("sweep").asText(), is("6 hours"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kubernetes/base/snowgauge.json", "aws/snowgauge.json"})
  void aMisspeltKeyIsAMistake(String name) throws Exception {
    String text = Files.readString(Snowgauge.HOME.resolve("runner-configs").resolve(name));
    Path broken = folder.resolve("broken.json");
    Files.writeString(broken, text.replace("\"deadLetters\"", "\"deadLeters\""));
    Snowgauge.Ended ended = Snowgauge.in(folder).run("config", "--config", broken.toString());
    assertThat(ended.toString(), ended.exitCode(), is(2));
    assertThat(ended.err(), containsString("deadLeters"));
  }
}
