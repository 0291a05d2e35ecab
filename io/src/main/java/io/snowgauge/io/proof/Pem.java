package io.snowgauge.io.proof;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Blocks of PEM (RFC 7468). */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private Pem() {}

  /** The contents of the blocks of a type, in their order; nothing of what cannot be read. */
  static List<byte[]> blocks(String type, String text) {
    List<byte[]> blocks = new ArrayList<>();
    Matcher found = BLOCK.matcher(text);
    while (found.find()) {
      if (found.group(1).equals(type)) {
        try {
          blocks.add(Base64.getMimeDecoder().decode(found.group(2)));
        } catch (IllegalArgumentException e) {
          // No block, for it is not in base 64: whoever needs it says that there is none.
        }
      }
    }
    return blocks;
  }
}
