/**
 * What makes a configuration of declared settings: they stand in sections, these in a catalogue;
 * what a file, the environment and options give is laid over each other, checked as a whole and
 * kept as values by setting. The JSON Schema and the reference page come from the catalogue, too.
 * Nothing here knows a setting by its name.
 */
@NullMarked
package io.snowgauge.pipelines.config.engine;

import org.jspecify.annotations.NullMarked;
