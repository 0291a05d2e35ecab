/** What a stream tells the platform that runs it: whether it is alive, and whether it is ready. */
@NullMarked
package io.snowgauge.pipelines.monitoring;

import org.jspecify.annotations.NullMarked;
