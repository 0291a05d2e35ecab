/** What lines of the log are about. */
@NullMarked
package io.snowgauge.transforms.log;

import org.jspecify.annotations.NullMarked;
