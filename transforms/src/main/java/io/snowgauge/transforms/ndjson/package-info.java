/** The NDJSON archive: one JSON object a record, a line each. */
@NullMarked
package io.snowgauge.transforms.ndjson;

import org.jspecify.annotations.NullMarked;
