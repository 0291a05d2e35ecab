/** How this process tells what happens: as text for people, or as JSON for what collects logs. */
@NullMarked
package io.snowgauge.pipelines.log;

import org.jspecify.annotations.NullMarked;
