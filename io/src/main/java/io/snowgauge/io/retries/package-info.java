/** Trying again by Failsafe's policies, whose own exceptions nobody else has to know. */
@NullMarked
package io.snowgauge.io.retries;

import org.jspecify.annotations.NullMarked;
