/**
 * Guesses a configuration from samples of files: each guess has its evidence, and what comes out is
 * tried on the samples.
 */
@NullMarked
package io.snowgauge.pipelines.infer;

import org.jspecify.annotations.NullMarked;
