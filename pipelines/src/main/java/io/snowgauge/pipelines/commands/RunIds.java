package io.snowgauge.pipelines.commands;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** Names of runs: when they started, and enough chance that two never meet. */
final class RunIds {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private RunIds() {}

  static String next(Instant now) {
    byte[] chance = new byte[4];
    new SecureRandom().nextBytes(chance);
    return SECONDS.format(now) + "-" + HexFormat.of().formatHex(chance);
  }
}
