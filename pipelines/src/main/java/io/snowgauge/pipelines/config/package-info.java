/**
 * The configuration: one JSON file, overlaid by the environment and by {@code --set}, validated as
 * a whole and turned into one immutable record. Every key is declared once, in {@code Settings}.
 */
@NullMarked
package io.snowgauge.pipelines.config;

import org.jspecify.annotations.NullMarked;
