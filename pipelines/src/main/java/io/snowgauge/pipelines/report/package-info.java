/** What commands print of runs, files and rows, for people and for programs, and end with. */
@NullMarked
package io.snowgauge.pipelines.report;

import org.jspecify.annotations.NullMarked;
