/**
 * Proves to others what was loaded: when heads of chains are signed, and what is said of checks.
 */
@NullMarked
package io.snowgauge.pipelines.proof;

import org.jspecify.annotations.NullMarked;
