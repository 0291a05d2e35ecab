package io.snowgauge.io.lineage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.lineage.RunReference.Parent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Airflow's macros lineage_parent_id and lineage_root_parent_id give. */
class RunReferenceTest {
  private static final UUID ID = UUID.fromString("019b0d3a-5c00-7d0b-8a3e-1f2e3d4c5b6a");

  private final List<String> warnings = new ArrayList<>();

  private Optional<Parent> parent(Map<String, String> environment) {
    return RunReference.parent(environment, warnings::add);
  }

  @Test
  void aTaskAndItsDagAreParentAndRoot() {
    assertThat(
        parent(
            Map.of(
                "OPENLINEAGE_PARENT_ID", "airflow/prod/daily.load/" + ID,
                "OPENLINEAGE_ROOT_PARENT_ID", "airflow/prod/daily/" + ID)),
        is(
            Optional.of(
                new Parent(
                    new RunReference("airflow/prod", "daily.load", ID),
                    new RunReference("airflow/prod", "daily", ID)))));
    assertThat(warnings, is(empty()));
  }

  @Test
  void thereNeedNotBeAny() {
    assertThat(parent(Map.of()), is(Optional.empty()));
    assertThat(parent(Map.of("OPENLINEAGE_PARENT_ID", " ")), is(Optional.empty()));
    assertThat(warnings, is(empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "ns/job", "ns/job/1-2-3-4-5", "/job/019b0d3a-5c00-7d0b-8a3e-1f2e3d4c5b6a"})
  void whatCannotBeReadIsAWarningAndNoParent(String text) {
    assertThat(parent(Map.of("OPENLINEAGE_PARENT_ID", text)), is(Optional.empty()));
    assertThat(
        warnings,
        contains("OPENLINEAGE_PARENT_ID: expected NAMESPACE/JOB/UUID but found '" + text + "'"));
  }
}
