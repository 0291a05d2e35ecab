package io.snowgauge.transforms.lsf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Makes files with lines longer than what {@link LogicalLines} reads at a time: runs of one byte or
 * another, in and between the lines of a section.
 */
public final class RandomLongLines {
  /** Around a multiple of the sizes in which lines are read and kept. */
  private static final List<Integer> LENGTHS =
      List.of(1, 2, 30, 4096, 8 << 10, 128 << 10, 129 << 10, 256 << 10);

  private static final List<String> RUNS =
      List.of(" ", "\t", "\r", "x", "x ", "#", "\\", " \r", "\\\n", "\\ \r\n", "\u00e4", "(");
  private static final List<String> PIECES =
      List.of(
          "\n",
          "\n",
          "\n",
          "\\\n",
          " \\\n",
          "#",
          "#if x",
          "#endif",
          "g (u1 u2)\n",
          "h u1\n",
          "\\",
          "\r\n",
          "# comment\n");

  private RandomLongLines() {}

  /** The file of a seed: the same each time. */
  public static byte[] file(long seed) {
    Random random = new Random(seed);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    boolean section = random.nextInt(8) > 0;
    if (section) {
      write(file, "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\n");
    }
    for (int pieces = 2 + random.nextInt(12); pieces > 0; pieces--) {
      write(file, any(PIECES, random));
      if (random.nextInt(3) == 0) {
        String run = any(RUNS, random);
        int length = any(LENGTHS, random) + random.nextInt(7) - 3;
        write(file, run.repeat(Math.max(length / run.length(), 0)));
        if (random.nextInt(16) == 0) {
          file.write(random.nextBoolean() ? 0 : 0xff);
        }
      }
    }
    if (section) {
      write(file, "\n#\nEnd UserGroup\n");
    }
    return file.toByteArray();
  }

  private static <T> T any(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  private static void write(ByteArrayOutputStream file, String text) {
    file.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
