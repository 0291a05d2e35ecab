/** Finds what dead runs and streams have left, and what has been kept for long enough. */
@NullMarked
package io.snowgauge.pipelines.cleanup;

import org.jspecify.annotations.NullMarked;
