/** The batch graph, what a run plans before it, and what it settles after it. */
@NullMarked
package io.snowgauge.pipelines.batch;

import org.jspecify.annotations.NullMarked;
