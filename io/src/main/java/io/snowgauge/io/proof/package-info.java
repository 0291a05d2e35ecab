/**
 * What is proved of the ledger to somebody who trusts nobody who can write to the warehouse: chains
 * are held against their hashes, their heads and what is said of files are signed.
 */
@NullMarked
package io.snowgauge.io.proof;

import org.jspecify.annotations.NullMarked;
