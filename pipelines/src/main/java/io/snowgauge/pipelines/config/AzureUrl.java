package io.snowgauge.pipelines.config;

import java.io.ByteArrayOutputStream;
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
    StringBuilder decoded = new StringBuilder();
    int at = 0;
    while (at < path.length()) {
      if (path.charAt(at) != '%') {
        decoded.append(path.charAt(at++));
        continue;
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      while (at < path.length() && path.charAt(at) == '%') {
        bytes.write(octet(path, at));
        at += 3;
      }
      String text = utf8(bytes.toByteArray(), path);
      decoded.append(escape ? text.replaceAll("[\\\\*?\\[{]", "\\\\$0") : text);
    }
    return decoded.toString();
  }

  private static int octet(String path, int at) throws InvalidValueException {
    boolean isHex =
        at + 2 < path.length()
            && HexFormat.isHexDigit(path.charAt(at + 1))
            && HexFormat.isHexDigit(path.charAt(at + 2));
    if (!isHex) {
      throw InvalidValueException.expected(
          "a percent-encoded URL ('%25' for '%')", ShownValue.text(path.substring(at)));
    }
    return HexFormat.fromHexDigits(path, at + 1, at + 3);
  }

  private static String utf8(byte[] bytes, String path) throws InvalidValueException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw InvalidValueException.expected("percent-encoded UTF-8", ShownValue.text(path));
    }
  }
}
