package io.snowgauge.pipelines.stream;

import io.snowgauge.transforms.files.SourceFile;

/**
 * A file version that may be new.
 *
 * @param dataset whose input matches it
 * @param version as it was listed or announced
 * @param origin where it is known from
 */
record Candidate(String dataset, SourceFile version, Origin origin) {
  /** Where a candidate is known from. */
  enum Origin {
    /** A notification: a hint, so what is there now is looked up. */
    NOTIFIED,
    /** A listing, and the ledger has never heard of it; a notification may have told of it, too. */
    LISTED,
    /** A listing, and the ledger says that it is to be tried again. */
    LISTED_AGAIN
  }
}
