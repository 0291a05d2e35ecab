/** Whether everything that runs need is there, found out without leaving anything changed. */
@NullMarked
package io.snowgauge.pipelines.check;

import org.jspecify.annotations.NullMarked;
