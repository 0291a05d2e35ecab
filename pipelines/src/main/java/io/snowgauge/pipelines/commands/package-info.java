/** What users call: one class per command. */
@NullMarked
package io.snowgauge.pipelines.commands;

import org.jspecify.annotations.NullMarked;
