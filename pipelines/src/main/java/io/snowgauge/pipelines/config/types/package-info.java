/**
 * What values of settings are: what a text means, how it is shown, what a JSON Schema says of it,
 * and references, which stand for what only the environment or a file knows.
 */
@NullMarked
package io.snowgauge.pipelines.config.types;

import org.jspecify.annotations.NullMarked;
