package io.snowgauge.transforms.phases;

import java.util.Locale;

/** What a run does one after the other, of one dataset; those of several may overlap. */
public enum Phase {
  /** From the start of the process until the files are listed. */
  START,
  /** Listing files, and asking the ledger about them. */
  LIST,
  /** Reading files, counting, parsing, writing parts and archive. */
  STAGE,
  /** Loading what was staged into staging tables, and counting it there once more. */
  COUNT,
  /** Moving it into the target, with ledger, rejects and audit. */
  MOVE,
  /** The commit. */
  COMMIT;

  /** Its name for people. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
