package io.snowgauge.transforms.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How the text of a file is encoded. In all of them a line end, a quote and a delimiter is one code
 * unit with its ASCII value, and no part of another character looks like one.
 */
public enum TextEncoding {
  UTF_8("UTF-8"),
  /** By its byte-order mark; big-endian without one (RFC 2781). */
  UTF_16("UTF-16"),
  UTF_16LE("UTF-16LE"),
  UTF_16BE("UTF-16BE"),
  ISO_8859_1("ISO-8859-1"),
  ISO_8859_2("ISO-8859-2"),
  ISO_8859_15("ISO-8859-15"),
  WINDOWS_1250("windows-1250"),
  WINDOWS_1251("windows-1251"),
  WINDOWS_1252("windows-1252"),
  WINDOWS_1253("windows-1253"),
  WINDOWS_1254("windows-1254"),
  WINDOWS_1257("windows-1257");

  private final String configName;

  TextEncoding(String configName) {
    this.configName = configName;
  }

  /** The name in the IANA registry, as the configuration writes it. */
  public String configName() {
    return configName;
  }

  /** The character set. */
  public Charset charset() {
    return this == UTF_8 ? StandardCharsets.UTF_8 : Charset.forName(configName);
  }

  /** Whether a code unit has two bytes. */
  public boolean isWide() {
    return this == UTF_16 || this == UTF_16LE || this == UTF_16BE;
  }
}
