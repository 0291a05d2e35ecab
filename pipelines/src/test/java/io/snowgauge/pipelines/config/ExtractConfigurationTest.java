package io.snowgauge.pipelines.config;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractConfigurationTest {
  private static final String VALID =
      """
      {
        "extract": {
          "lsf": {
            "kubeconfig": "cluster/config", "namespace": "lsf", "pods": "app=master",
            "paths": ["/etc/lsf/lsb.users*", "conf/a b"], "dataset": "d",
            "destination": "s3://raw/{date}/{namespace}/{pod}/{container}"
          }
        },
        "datasets": {
          "d": {"input": "s3://raw/{date}/lsf/{pod}/*/*", "format": {"type": "lsf"}, "table": "T"}
        }
      }
      """;

  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  private List<String> errors(String from, String to) {
    return folder.errors(VALID.replace(from, to));
  }

  @Test
  void whatIsLeftOutHasADefault() {
    Extraction extraction = folder.load(VALID).extractions().get(0);
    assertThat(extraction.name(), is("lsf"));
    assertThat(extraction.kubeconfig(), is(path.toAbsolutePath() + "/cluster/config"));
    assertThat(extraction.context(), is(nullValue()));
    assertThat(extraction.container(), is(nullValue()));
    assertThat(extraction.paths(), is(List.of("/etc/lsf/lsb.users*", "conf/a b")));
    assertThat(extraction.dataset().name(), is("d"));
    assertThat(extraction.transfer(), is(Transfer.AUTO));
    assertThat(extraction.concurrency(), is(4));
    assertThat(extraction.attempts(), is(4));
    assertThat(extraction.timeout(), is(Duration.ofMinutes(5)));
    assertThat(
        extraction.folderUri(LocalDate.of(2026, 1, 31), "master-0", "main"),
        is("s3://raw/2026-01-31/lsf/master-0/main/"));
  }

  @Test
  void withoutAnyThereIsNothingToExtract() {
    assertThat(folder.load(ConfigurationFolder.MINIMAL).extractions(), is(List.of()));
  }

  @Test
  void environmentAndOptionsOverrideTheFile() {
    Extraction extraction =
        folder
            .load(
                VALID,
                Map.of("SNOWGAUGE_EXTRACT_LSF_CONCURRENCY", "8"),
                "extract.lsf.transfer=exec")
            .extractions()
            .get(0);
    assertThat(extraction.concurrency(), is(8));
    assertThat(extraction.transfer(), is(Transfer.EXEC));
  }

  @Test
  void whatIsNeededIsSaid() {
    assertThat(
        errors("\"namespace\": \"lsf\", \"pods\": \"app=master\",", ""),
        contains(
            "extract.lsf.namespace: expected the name of a namespace (lower-case letters, digits,"
                + " '-' or '.') but found nothing",
            "extract.lsf.pods: expected either a label selector here or the name of one pod in"
                + " extract.lsf.pod but found neither"));
    assertThat(
        errors("\"pods\": \"app=master\"", "\"pods\": \"app=master\", \"pod\": \"x\""),
        contains(
            "extract.lsf.pods: expected either a label selector here or the name of one pod in"
                + " extract.lsf.pod but found both"));
  }

  @Test
  void aMisspeltExtractionIsNotMistakenForANewOne() {
    assertThat(
        folder.errors(VALID, Map.of(), "extract.lsff.concurrency=2").get(0),
        is(
            "extract.lsff.namespace: expected the name of a namespace (lower-case letters, digits,"
                + " '-' or '.') but found nothing, as only --set names this extraction; did you"
                + " mean lsf?"));
  }

  @Test
  void theDatasetMustFindTheFiles() {
    assertThat(
        errors("\"dataset\": \"d\"", "\"dataset\": \"e\""),
        contains("extract.lsf.dataset: expected one of d but found 'e'"));
    assertThat(
        errors(
            "{\"input\": \"s3://raw/{date}/lsf/{pod}/*/*\"", "{\"input\": \"s3://raw/{date}/*\""),
        contains(
            "extract.lsf.destination: expected a folder whose files datasets.d.input matches, which"
                + " is 's3://raw/{date}/*', but found that it does not match"
                + " 's3://raw/2026-01-31/lsf/pod-0/main/lsb.users'",
            "extract.lsf.destination: expected a folder whose files datasets.d.input matches, which"
                + " is 's3://raw/{date}/*', but found that it does not match"
                + " 's3://raw/2026-01-31/lsf/pod-0/main/a b'"));
  }

  @Test
  void filesOfSeveralPodsNeedAFolderEach() {
    assertThat(
        folder.errors(VALID.replace("{namespace}/{pod}/{container}", "lsf/all/{container}")),
        contains(
            "extract.lsf.destination: expected {pod} in it, as extract.lsf.pods may match several"
                + " whose files have equal names, but found"
                + " 's3://raw/{date}/lsf/all/{container}/'"));
    Extraction ofOne =
        folder
            .load(
                VALID
                    .replace("{namespace}/{pod}/{container}", "lsf/all/{container}")
                    .replace("\"pods\": \"app=master\"", "\"pod\": \"master-0\""))
            .extractions()
            .get(0);
    assertThat(ofOne.destination(), is("s3://raw/{date}/lsf/all/{container}/"));
  }

  @Test
  void pathsAndPlaceholdersThatMeanNothingAreRefused() {
    assertThat(
        errors("\"/etc/lsf/lsb.users*\", \"conf/a b\"", "\"/etc/lsf/\", \"/etc/**/x\", \"a\\\\*\""),
        contains(
            "extract.lsf.paths: expected the path of a file, or a glob such as '/etc/lsf/*', but"
                + " found '/etc/lsf/'",
            "extract.lsf.paths: expected globs within a folder, as the container's shell knows no"
                + " '**', but found '/etc/**/x'",
            "extract.lsf.paths: expected no backslash in a glob; write [*] for a literal *, but"
                + " found 'a\\*'"));
    assertThat(
        errors("{namespace}", "{cluster}"),
        contains(
            "extract.lsf.destination: expected only the placeholders {date}, {namespace}, {pod},"
                + " {container} but found '{cluster}'"));
    assertThat(
        errors("\"namespace\": \"lsf\"", "\"namespaze\": \"lsf\"").get(0),
        is("extract.lsf.namespaze: unknown key, did you mean extract.lsf.namespace?"));
  }
}
