/**
 * The program's own tables: the ledger of file versions, the audit of runs, the rejects, the locks
 * and the signs of life of runs.
 *
 * <p>What happens is added to a {@code ControlTable}; a {@code ControlView} shows what has become
 * of it. {@link io.snowgauge.io.warehouse.control.ControlSchema} creates both, and a {@code
 * Migration} takes those of an earlier version further; {@link
 * io.snowgauge.io.warehouse.control.ControlTables} names them in statements. Their columns are
 * declared once, in {@code AuditColumn}, {@code LedgerColumn}, {@code RejectColumn} and {@code
 * ControlTable}. {@link io.snowgauge.io.warehouse.control.PublishLocks} keep publishers from each
 * other. {@link io.snowgauge.io.warehouse.control.Ledger} answers what is loaded already, {@link
 * io.snowgauge.io.warehouse.control.Audit} writes, by {@code RunEvents}, and reads what became of
 * runs, and {@link io.snowgauge.io.warehouse.control.Heartbeat} tells other processes that a run is
 * alive. {@link io.snowgauge.io.warehouse.control.History} asks them where there may be none yet.
 *
 * <p>The commands read the audit; runs ask the ledger what is new; {@code publish} writes both in
 * the transaction that moves the data.
 */
@NullMarked
package io.snowgauge.io.warehouse.control;

import org.jspecify.annotations.NullMarked;
