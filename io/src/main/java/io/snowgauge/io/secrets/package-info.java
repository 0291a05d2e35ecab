/** Secrets by reference. */
@NullMarked
package io.snowgauge.io.secrets;

import org.jspecify.annotations.NullMarked;
