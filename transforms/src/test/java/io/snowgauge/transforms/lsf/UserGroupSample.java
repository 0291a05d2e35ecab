package io.snowgauge.transforms.lsf;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** A large file such as a site of many teams has; the same for the same size. */
final class UserGroupSample {
  private static final int SEED = 20250606;
  private static final int USERS = 20_000;

  private final Random random = new Random(SEED);
  private final StringBuilder text = new StringBuilder();

  private UserGroupSample() {}

  /** A file of at least {@code size} bytes, whole lines. */
  static byte[] file(int size) {
    UserGroupSample sample = new UserGroupSample();
    sample.text.append("# Groups of the site\nBegin UserGroup\n");
    sample.text.append("GROUP_NAME       GROUP_MEMBER       USER_SHARES\n");
    for (int group = 1; sample.text.length() < size; group++) {
      sample.group(group);
    }
    sample.text.append("End UserGroup\n");
    return sample.text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void group(int number) {
    if (random.nextInt(50) == 0) {
      text.append("# the teams from ").append(number).append(" on\n");
    }
    boolean continued = random.nextInt(10) == 0;
    int names = 2 + random.nextInt(39);
    int first = random.nextInt(USERS);
    text.append("team_%03d_%05d   (".formatted(number / 1000, number));
    for (int i = 0; i < names; i++) {
      text.append(i == 0 ? "" : " ");
      user(first + i);
    }
    text.append(continued ? ") \\\n    (" : ")   (");
    for (int i = 0; i < names; i += 1 + random.nextInt(2)) {
      text.append(i == 0 ? "[" : " [");
      user(first + i);
      text.append(", ").append(1 + random.nextInt(100)).append(']');
    }
    text.append(random.nextInt(20) == 0 ? ")  # reviewed\n" : ")\n");
  }

  private void user(int number) {
    String digits = Integer.toString(number);
    text.append("user").append("00000", digits.length(), 5).append(digits);
  }
}
