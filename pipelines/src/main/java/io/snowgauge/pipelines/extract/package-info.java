/** Files are taken out of pods, with what was counted there, to where datasets find them. */
@NullMarked
package io.snowgauge.pipelines.extract;

import org.jspecify.annotations.NullMarked;
