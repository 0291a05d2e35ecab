package io.snowgauge.io.warehouse;

/**
 * What a warehouse is like.
 *
 * @param isExclusive whether one process at a time can use it, so that a run found RUNNING by
 *     another is dead
 * @param createsOnUse whether {@code run} creates what is missing; otherwise {@code init} has to
 * @param keepsStagingTables whether staging tables stay when their connection ends, so that they
 *     have to be dropped
 * @param wantsCompressedParts whether staged parts are uploaded, so that compressing them saves
 *     more than it takes
 */
public record Traits(
    boolean isExclusive,
    boolean createsOnUse,
    boolean keepsStagingTables,
    boolean wantsCompressedParts) {}
