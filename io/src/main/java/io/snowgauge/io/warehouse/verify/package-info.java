/**
 * Whether a table still holds what was loaded, any day: sources, archives, the ledger and the table
 * are compared, and what differs is named. Nothing is changed, and nobody is kept waiting.
 * docs/adr/0037-verify.md gives the reasons.
 *
 * <p>{@link io.snowgauge.io.warehouse.verify.DatasetVerification} is what one calls. {@code
 * VersionScan} has the one statement that reads ledger and table together; {@code VersionCheck}
 * says what is wrong with a version, {@code RecordDifferences} which records of it differ. A merge
 * is compared by keys ({@code MergeVerification}).
 */
@NullMarked
package io.snowgauge.io.warehouse.verify;

import org.jspecify.annotations.NullMarked;
