/** The unbounded graph: from notifications to published batches. */
@NullMarked
package io.snowgauge.pipelines.stream;

import org.jspecify.annotations.NullMarked;
