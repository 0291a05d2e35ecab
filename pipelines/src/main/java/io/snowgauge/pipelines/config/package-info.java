/**
 * The configuration: one JSON file, overlaid by the environment and by {@code --set}, validated as
 * a whole and turned into one immutable record of what the other modules take. Each thing that can
 * be configured is one class here: its settings, their rules, and what is made of them; {@code
 * Settings} lists these classes.
 */
@NullMarked
package io.snowgauge.pipelines.config;

import org.jspecify.annotations.NullMarked;
