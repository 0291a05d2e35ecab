package io.snowgauge.io.warehouse.control;

import io.snowgauge.transforms.files.Sha256;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a lock's table: no two datasets and no two targets have the same, and people can read
 * whose it is.
 *
 * @param name plain
 */
record LockName(String name) {
  private static final String OF_DATASET = "PUBLISH_LOCK_";
  private static final String OF_TARGET = "TARGET_LOCK_";

  /** Names that stay different from each other in upper case. */
  private static final Pattern SIMPLE = Pattern.compile("[a-z0-9_]{1,200}");

  private static final int LONGEST = 200;
  private static final int DIGEST_BYTES = 8;

  static LockName ofDataset(String dataset) {
    return new LockName(
        SIMPLE.matcher(dataset).matches()
            ? OF_DATASET + dataset.toUpperCase(Locale.ROOT)
            : OF_DATASET + readable(dataset, dataset));
  }

  /**
   * The lock of a target.
   *
   * @param identity what no other target has
   */
  static LockName ofTarget(String table, String identity) {
    return new LockName(OF_TARGET + readable(table, identity));
  }

  /** Whether a table of this name, in upper case, might be a lock. */
  static boolean isReserved(String name) {
    return name.startsWith(OF_DATASET) || name.startsWith(OF_TARGET);
  }

  private static String readable(String name, String identity) {
    String upperCase = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
    return upperCase.substring(0, Math.min(upperCase.length(), LONGEST))
        + "_"
        + Sha256.identity(identity, DIGEST_BYTES).toUpperCase(Locale.ROOT);
  }
}
