/** The report: the history of loads as one page of HTML that needs nothing else. */
@NullMarked
package io.snowgauge.pipelines.page;

import org.jspecify.annotations.NullMarked;
