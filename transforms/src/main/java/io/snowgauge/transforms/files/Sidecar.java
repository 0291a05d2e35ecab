package io.snowgauge.transforms.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.transforms.text.Excerpt;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The manifest that was written beside a file at its origin, {@code <file>.manifest.json}: what the
 * file held when it was extracted.
 *
 * @param sourceRecordCount by the format's counting rule; null where it could not be found out
 * @param uncounted why not, or null
 * @param sha256 of the file's bytes, in lower-case hexadecimal
 * @param bytes the file's length
 * @param extractedAt when it was extracted, or null
 * @param modifiedAt when it was written at its origin, or null
 * @param origin where it was extracted from, or null
 */
public record Sidecar(
    @Nullable Long sourceRecordCount,
    @Nullable String uncounted,
    String sha256,
    long bytes,
    @Nullable Instant extractedAt,
    @Nullable Instant modifiedAt,
    @Nullable Origin origin) {
  /**
   * A path in a container of a pod.
   *
   * @param cluster the address of its API server; null in sidecars that do not say it
   */
  public record Origin(
      @Nullable String cluster, String namespace, String pod, String container, String path) {

    /** Whether nothing that both say tells them apart. */
    public boolean matches(Origin other) {
      return (cluster == null || other.cluster == null || cluster.equals(other.cluster))
          && namespace.equals(other.namespace)
          && pod.equals(other.pod)
          && container.equals(other.container)
          && path.equals(other.path);
    }
  }

  private static final int EXCERPT_CHARACTERS = 80;
  private static final String SUFFIX = ".manifest.json";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Whether a URI is a sidecar's, which is never data. */
  public static boolean isSidecar(String uri) {
    return uri.endsWith(SUFFIX);
  }

  /** Where a file's sidecar lies if it has one. */
  public static String uriOf(String fileUri) {
    return fileUri + SUFFIX;
  }

  /**
   * Reads a sidecar's text.
   *
   * @throws IllegalArgumentException with the field, what was expected and what was found
   */
  public static Sidecar parse(String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "expected a JSON object but found " + excerpt(e.getOriginalMessage()), e);
    }
    if (!root.isObject()) {
      throw new IllegalArgumentException("expected a JSON object but found " + root.getNodeType());
    }
    JsonNode sha256 = root.path("sha256");
    if (!sha256.isTextual() || !sha256.asText().matches("[0-9A-Fa-f]{64}")) {
      throw expected("sha256", "64 hexadecimal digits", sha256);
    }
    JsonNode uncounted = root.path("source_record_count_unknown");
    boolean isCounted = !uncounted.isTextual() || root.has("source_record_count");
    return new Sidecar(
        isCounted ? count(root, "source_record_count") : null,
        isCounted ? null : excerpt(uncounted.asText()),
        sha256.asText().toLowerCase(Locale.ROOT),
        count(root, "bytes"),
        instant(root, "extracted_at"),
        instant(root, "modified_at"),
        origin(root));
  }

  /** The sidecar's text. */
  public String text() {
    ObjectNode root = JSON.createObjectNode();
    if (sourceRecordCount != null) {
      root.put("source_record_count", sourceRecordCount);
    } else {
      root.put("source_record_count_unknown", uncounted == null ? "not counted" : uncounted);
    }
    root.put("sha256", sha256).put("bytes", bytes);
    if (extractedAt != null) {
      root.put("extracted_at", extractedAt.toString());
    }
    if (modifiedAt != null) {
      root.put("modified_at", modifiedAt.toString());
    }
    if (origin != null) {
      if (origin.cluster() != null) {
        root.put("cluster", origin.cluster());
      }
      root.put("namespace", origin.namespace());
      root.put("pod", origin.pod());
      root.put("container", origin.container());
      root.put("path", origin.path());
    }
    return root + "\n";
  }

  private static @Nullable Origin origin(JsonNode root) {
    List<String> names = List.of("namespace", "pod", "container", "path");
    return names.stream().allMatch(name -> root.path(name).isTextual())
        ? new Origin(
            root.path("cluster").textValue(),
            root.path("namespace").asText(),
            root.path("pod").asText(),
            root.path("container").asText(),
            root.path("path").asText())
        : null;
  }

  private static long count(JsonNode root, String field) {
    JsonNode value = root.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
      throw expected(field, "an integer of 0 or more", value);
    }
    return value.asLong();
  }

  private static @Nullable Instant instant(JsonNode root, String field) {
    JsonNode value = root.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    try {
      return Instant.parse(value.asText());
    } catch (DateTimeParseException e) {
      throw expected(field, "a time such as 2025-06-06T10:00:00Z", value);
    }
  }

  private static IllegalArgumentException expected(String field, String what, JsonNode found) {
    return new IllegalArgumentException(
        field
            + ": expected "
            + what
            + " but found "
            + (found.isMissingNode() ? "nothing" : excerpt(found.toString())));
  }

  /** The text without control characters, cut if it is long: it goes to the audit. */
  private static String excerpt(String text) {
    String shown =
        text.length() > EXCERPT_CHARACTERS ? text.substring(0, EXCERPT_CHARACTERS) + "…" : text;
    return Excerpt.printable(shown);
  }
}
