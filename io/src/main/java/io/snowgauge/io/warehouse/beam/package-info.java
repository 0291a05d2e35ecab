/**
 * The last steps of the graphs, which hand staged files to the publishers of {@code publish}.
 *
 * <p>{@link io.snowgauge.io.warehouse.beam.LoadFiles} ends a bounded graph: the manifest goes
 * through SnowflakeIO, whose COPY is our publisher, run by {@code FinalStep}, which may be
 * repeated. {@link io.snowgauge.io.warehouse.beam.PublishBatches} ends an unbounded one: it
 * collects batches by time and bytes. The pipelines of batch and stream apply them.
 */
@NullMarked
package io.snowgauge.io.warehouse.beam;

import org.jspecify.annotations.NullMarked;
