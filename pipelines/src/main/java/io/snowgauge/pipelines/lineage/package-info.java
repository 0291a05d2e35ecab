/** What lineage is told of the loads of this process, and what people read where it cannot be. */
@NullMarked
package io.snowgauge.pipelines.lineage;

import org.jspecify.annotations.NullMarked;
