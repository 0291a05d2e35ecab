/** How this process, and those of a cluster, come to know the object stores of a configuration. */
@NullMarked
package io.snowgauge.pipelines.storage;

import org.jspecify.annotations.NullMarked;
