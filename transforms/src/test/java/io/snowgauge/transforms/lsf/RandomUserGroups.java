package io.snowgauge.transforms.lsf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Makes lsb.users files at random: of valid structure, with most of what the format allows, and
 * then damaged by a few random edits of their bytes.
 */
public final class RandomUserGroups {
  private static final String EDITS =
      "()[],-\"'\r\\\\#  \t\f\u000b\n=01ux\u0000\u007f\u0080\u00c3\u00e4\u00ff";
  private static final List<String> NAMES =
      List.of("u1", "u2", "u3", "D\\u1", "grp@", "n/", "~u", "all", "default", "others", "!", "é");

  private static final List<String> OTHERS =
      List.of("Host", "User", "UserGroups", "Usr_Grp", "User Group", "UserGroupABC", "u");

  private final Random random;
  private final StringBuilder text = new StringBuilder();
  private int blocks;

  private RandomUserGroups(long seed) {
    random = new Random(seed);
  }

  /**
   * A file whose sections are those of another name, with data lines that fit them more or less.
   */
  public static byte[] file(long seed, LsfSection section) {
    if (section == LsfSection.USER_GROUP) {
      return file(seed);
    }
    String text = new String(file(seed), StandardCharsets.ISO_8859_1);
    String name = section.configName();
    String renamed =
        text.replaceAll("(?i)usergroup", name)
            .replace("GROUP_NAME", section == LsfSection.USER ? "USER_NAME" : "LOCAL")
            .replace("GROUP_MEMBER", section == LsfSection.USER ? "JL/P" : "REMOTE")
            .replace("USER_SHARES", "DIRECTION")
            .replace("GROUP_ADMIN", "PRIORITY")
            .replace(" u1 ", " import ")
            .replaceAll("\\(\\[u[0-9]+,[^()]*\\)", "(export)");
    return renamed.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The file of a seed: the same each time. */
  public static byte[] file(long seed) {
    RandomUserGroups file = new RandomUserGroups(seed);
    file.sections();
    byte[] bytes = file.text.toString().getBytes(StandardCharsets.UTF_8);
    for (int edits = file.random.nextInt(8); edits > 0; edits--) {
      bytes = file.edit(bytes);
    }
    return bytes;
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private void sections() {
    if (oneIn(10)) {
      text.append('\ufeff');
    }
    for (int sections = 1 + random.nextInt(3); sections > 0; sections--) {
      String name = oneIn(5) ? any(OTHERS) : any(List.of("UserGroup", "usergroup", "USERGROUP"));
      if (oneIn(5)) {
        line(
            any(
                List.of(
                    "stray (u1 u2", "End UserGroup", "BeginUserGroup", "Begin", "beg", "g u1")));
      }
      line("Begin " + name + (oneIn(5) ? " of the site" : ""));
      boolean shares = random.nextBoolean();
      boolean admins = oneIn(4);
      line(header(shares, admins));
      for (int groups = random.nextInt(8); groups > 0; groups--) {
        between();
        line(group(shares, admins));
      }
      line(oneIn(8) ? any(List.of("End", "End Host", "")) : "End " + name);
    }
    while (blocks > 0) {
      blocks--;
      line("#endif");
    }
  }

  private String header(boolean shares, boolean admins) {
    String required = oneIn(30) ? "GROUP_NAME GROUP_NAME" : "GROUP_NAME GROUP_MEMBER";
    return required + (shares ? " USER_SHARES" : "") + (admins ? " GROUP_ADMIN" : "");
  }

  private String group(boolean shares, boolean admins) {
    String name = oneIn(30) ? "all" : "g" + random.nextInt(9);
    StringBuilder group = new StringBuilder(name).append(blank()).append(members());
    if (shares) {
      group.append(blank()).append(shares());
    }
    if (admins) {
      group.append(blank()).append(any(List.of("-", "(a (b) c)", "boss[full]")));
    }
    return group.toString();
  }

  private String members() {
    if (oneIn(4)) {
      return any(List.of("-", "()", "( -)", "all", "u1"));
    }
    StringBuilder list = new StringBuilder("(");
    for (int names = random.nextInt(7); names > 0; names--) {
      list.append(any(NAMES)).append(blank());
    }
    return list.append(')').toString();
  }

  private String shares() {
    if (oneIn(4)) {
      return any(List.of("-", "()", "(-)", "[u1,1]", "[u1,1],[u2,2]", "[u1,0][u2,2]"));
    }
    StringBuilder list = new StringBuilder("(");
    for (int names = random.nextInt(5); names > 0; names--) {
      String name = oneIn(5) ? any(NAMES) : "u" + random.nextInt(30);
      String share = oneIn(20) ? "2147483647" : "0".repeat(random.nextInt(3)) + random.nextInt(20);
      list.append('[').append(name).append(',').append(oneIn(2) ? blank() : "").append(share);
      list.append(any(List.of("]", "] ", "] ", "],", "] , ", "")));
    }
    return list.append(')').toString();
  }

  private String blank() {
    return any(
        List.of(" ", " ", " ", "  ", "\t", " \\\n", "\\ ", "\f", " \u000b", "\\\r\n ", "\\\n\t"));
  }

  /** What may stand between two groups. */
  private void between() {
    switch (random.nextInt(16)) {
      case 0 -> line("# comment");
      case 1 -> line("");
      case 2 -> {
        blocks++;
        line("#if time(" + random.nextInt(3) + ")");
      }
      case 3 -> {
        if (blocks > 0) {
          blocks--;
          line("#endif");
        }
      }
      case 4 -> line("#include \"other\"");
      case 5 -> line("\\");
      default -> {}
    }
  }

  private void line(String line) {
    text.append(oneIn(8) ? " \t" : "").append(line);
    text.append(oneIn(12) ? " # comment (" : "").append(oneIn(10) ? " \\ \r" : "");
    text.append(any(List.of("\n", "\n", "\n", "\r\n")));
  }

  private byte[] edit(byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    int length = Math.min(bytes.length - at, oneIn(3) ? random.nextInt(12) : 1);
    ByteArrayOutputStream edited = new ByteArrayOutputStream();
    edited.write(bytes, 0, at);
    switch (random.nextInt(4)) {
      case 0 -> {
        // Deletes.
      }
      case 1 -> {
        edited.write(bytes, at, length);
        edited.write(bytes, at, length);
      }
      default -> {
        edited.write(EDITS.charAt(random.nextInt(EDITS.length())));
        edited.write(bytes, at, length);
      }
    }
    edited.write(bytes, at + length, bytes.length - at - length);
    return edited.toByteArray();
  }
}
