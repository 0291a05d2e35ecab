/**
 * What users call: a class per command, which says what its arguments are, has others do it, and
 * prints what came of it.
 */
@NullMarked
package io.snowgauge.pipelines.commands;

import org.jspecify.annotations.NullMarked;
