package io.snowgauge.io.lineage;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A run of another job, as OpenLineage names it.
 *
 * @param namespace of the job
 * @param job its name
 * @param run its id
 */
public record RunReference(String namespace, String job, UUID run) {
  private static final String PARENT = "OPENLINEAGE_PARENT_ID";
  private static final String ROOT = "OPENLINEAGE_ROOT_PARENT_ID";

  /** A namespace may have slashes in it; jobs have none. */
  private static final Pattern FORM =
      Pattern.compile("(.+)/([^/]+)/(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})");

  /**
   * The run that started this process, and the one that all of it is of.
   *
   * @param root null where it is not known
   */
  public record Parent(RunReference run, @Nullable RunReference root) {}

  /**
   * The parent that the environment names in the variables that Airflow's macros {@code
   * lineage_parent_id} and {@code lineage_root_parent_id} are made for.
   *
   * @param warnings are given what cannot be read
   */
  public static Optional<Parent> parent(
      Map<String, String> environment, Consumer<String> warnings) {
    RunReference run = of(PARENT, environment, warnings);
    RunReference root = of(ROOT, environment, warnings);
    return run == null ? Optional.empty() : Optional.of(new Parent(run, root));
  }

  private static @Nullable RunReference of(
      String variable, Map<String, String> environment, Consumer<String> warnings) {
    String text = environment.getOrDefault(variable, "").strip();
    if (text.isEmpty()) {
      return null;
    }
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      warnings.accept(variable + ": expected NAMESPACE/JOB/UUID but found '" + text + "'");
      return null;
    }
    return new RunReference(parts.group(1), parts.group(2), UUID.fromString(parts.group(3)));
  }
}
