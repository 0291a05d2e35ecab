/**
 * Publishing: how staged files become rows of a target, at most once, together with their ledger
 * and audit. docs/adr/0003-publishing-protocol.md gives the reasons, step by step.
 *
 * <p>{@link io.snowgauge.io.warehouse.publish.Publisher} is what one calls; {@code Publication} has
 * the protocol, read it first. An {@code Attempt} has tables of its own ({@code StagingTables},
 * {@code MergeTables}); {@code Reconciliation} decides what becomes of each file; in a {@code
 * LockedTransaction}, {@code PublishStatements} and, for a merge, {@code Merge} make it so, and
 * {@code LedgerEvents} adds what becomes of earlier versions. {@link
 * io.snowgauge.io.warehouse.publish.StreamPublisher} publishes a stream's batches by the same
 * protocol, {@link io.snowgauge.io.warehouse.publish.Retraction} takes rows out again, and {@link
 * io.snowgauge.io.warehouse.publish.Leftovers} removes what is not needed any more.
 *
 * <p>{@link io.snowgauge.io.warehouse.publish.DatasetTables} are a dataset's table and locks;
 * {@code init} and {@code check} use them with {@link io.snowgauge.io.warehouse.publish.TargetFit},
 * {@link io.snowgauge.io.warehouse.publish.LoaderGrants} and {@link
 * io.snowgauge.io.warehouse.publish.WarehouseCheck}. {@code beam} runs the publishers in graphs.
 */
@NullMarked
package io.snowgauge.io.warehouse.publish;

import org.jspecify.annotations.NullMarked;
