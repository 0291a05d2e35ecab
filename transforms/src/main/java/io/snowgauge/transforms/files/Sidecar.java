package io.snowgauge.transforms.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The manifest that was written beside a file at its origin, {@code <file>.manifest.json}: what the
 * file held when it was extracted.
 *
 * @param sourceRecordCount by the format's counting rule
 * @param sha256 of the file's bytes, in lower-case hexadecimal
 * @param bytes the file's length
 * @param extractedAt when it was extracted, or null
 */
public record Sidecar(
    long sourceRecordCount, String sha256, long bytes, @Nullable Instant extractedAt) {
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
    return new Sidecar(
        count(root, "source_record_count"),
        sha256.asText().toLowerCase(Locale.ROOT),
        count(root, "bytes"),
        instant(root));
  }

  private static long count(JsonNode root, String field) {
    JsonNode value = root.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
      throw expected(field, "an integer of 0 or more", value);
    }
    return value.asLong();
  }

  private static @Nullable Instant instant(JsonNode root) {
    JsonNode value = root.path("extracted_at");
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    try {
      return Instant.parse(value.asText());
    } catch (DateTimeParseException e) {
      throw expected("extracted_at", "a time such as 2025-06-06T10:00:00Z", value);
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
    return shown.replaceAll("[\\p{Cc}\\p{Cf}]", "\ufffd");
  }
}
