/**
 * How commands are launched: the composition root, which makes warehouse, areas and Beam's options
 * of a configuration; the libraries and class loaders; what goes without saying on each runner.
 */
@NullMarked
package io.snowgauge.pipelines.launch;

import org.jspecify.annotations.NullMarked;
