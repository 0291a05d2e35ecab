/** What every format has in common: columns, rows, rejects, and how they are parsed and counted. */
@NullMarked
package io.snowgauge.transforms.record;

import org.jspecify.annotations.NullMarked;
