package io.snowgauge.pipelines.config.types;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The other forms of {@code azfs://account/container/name}: URLs of the blob and the dfs endpoint,
 * whose names are percent-encoded, and {@code abfss}, as Hadoop writes it.
 */
final class AzureUrl {
  private static final Pattern HTTPS =
      Pattern.compile(
          "https://([a-z0-9]+)\\.(?:blob|dfs)\\.core\\.windows\\.net/(.*)", Pattern.DOTALL);
  private static final Pattern ABFS =
      Pattern.compile(
          "abfss?://([^@/]+)@([a-z0-9]+)\\.dfs\\.core\\.windows\\.net(/.*)?", Pattern.DOTALL);

  private static final Pattern OCTETS = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");
  private static final Pattern STRAY_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private AzureUrl() {}

  /**
   * The canonical form of a URL.
   *
   * @param escape whether what was encoded and would be special in a glob gets a backslash
   * @return null for what is no such URL
   */
  static @Nullable String canonical(String text, boolean escape) throws InvalidValueException {
    Matcher abfs = ABFS.matcher(text);
    if (abfs.matches()) {
      String name = abfs.group(3);
      return "azfs://" + abfs.group(2) + "/" + abfs.group(1) + (name == null ? "" : name);
    }
    Matcher https = HTTPS.matcher(text);
    if (!https.matches()) {
      return null;
    }
    if (text.indexOf('?') >= 0) {
      // Not shown: it may be a shared access signature.
      throw InvalidValueException.expected(
          "a URL without '?' (a shared access signature belongs in storage.azure.auth.sas; for a"
              + " glob with '?' write azfs://account/container/…)",
          "'?' in it");
    }
    return "azfs://" + https.group(1) + "/" + decoded(https.group(2), escape);
  }

  private static String decoded(String path, boolean escape) throws InvalidValueException {
    Matcher stray = STRAY_PERCENT.matcher(path);
    if (stray.find()) {
      throw InvalidValueException.expected(
          "a percent-encoded URL ('%25' for '%')", ShownValue.text(path.substring(stray.start())));
    }
    StringBuilder decoded = new StringBuilder();
    Matcher octets = OCTETS.matcher(path);
    while (octets.find()) {
      byte[] bytes = HexFormat.of().parseHex(octets.group().replace("%", ""));
      String text;
      try {
        text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        throw InvalidValueException.expected("percent-encoded UTF-8", ShownValue.text(path));
      }
      String literal = escape ? GlobPath.escape(text) : text;
      octets.appendReplacement(decoded, Matcher.quoteReplacement(literal));
    }
    return octets.appendTail(decoded).toString();
  }
}
