/** What a run spends its time on. */
@NullMarked
package io.snowgauge.transforms.phases;

import org.jspecify.annotations.NullMarked;
