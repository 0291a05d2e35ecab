/** Whether everything that runs need is there, found out without changing anything. */
@NullMarked
package io.snowgauge.pipelines.check;

import org.jspecify.annotations.NullMarked;
