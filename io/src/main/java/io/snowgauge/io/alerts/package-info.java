/** Tells people and their tools of what went wrong, by webhooks. */
@NullMarked
package io.snowgauge.io.alerts;

import org.jspecify.annotations.NullMarked;
