/**
 * What OpenLineage is told of loads: its events and names, of its own library (ADR 34), and how
 * they get to whoever takes them. {@code LineageEvents} and {@code DatasetName} alone know the
 * library, which is loaded only where lineage is configured.
 */
@NullMarked
package io.snowgauge.io.lineage;

import org.jspecify.annotations.NullMarked;
