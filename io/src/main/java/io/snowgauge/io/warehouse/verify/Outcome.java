package io.snowgauge.io.warehouse.verify;

/**
 * What verifying a dataset came to.
 *
 * @param dataset its name
 * @param versions how many published versions were compared
 * @param rows how many rows the table has of them
 * @param proven how many of the versions have the very digest that the ledger has
 * @param archives how many archives were read to their end
 * @param sources how many sources are still there as they were loaded
 * @param gone how many are gone
 * @param differences how many discrepancies are differences
 * @param uncompared of how many versions, or of a merge, values could not be compared
 * @param epoch of the last publication that was looked at; 0 if there was none
 */
public record Outcome(
    String dataset,
    long versions,
    long rows,
    long proven,
    long archives,
    long sources,
    long gone,
    long differences,
    long uncompared,
    long epoch) {}
