/**
 * The configuration: one JSON file, overlaid by the environment and by {@code --set}, validated as a
 * whole and turned into one immutable record. {@link io.snowgauge.pipelines.config.Settings} declares
 * every key once.
 */
@NullMarked
package io.snowgauge.pipelines.config;

import org.jspecify.annotations.NullMarked;
