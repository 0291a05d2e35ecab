/**
 * One JSON object a record, a line each, in both directions: {@code NdjsonRecordParser} reads
 * files, {@code NdjsonRecordCounter} counts their records in code of its own, and {@code
 * NdjsonLines} writes the archive. docs/formats/csv-ndjson.md has the rules.
 */
@NullMarked
package io.snowgauge.transforms.ndjson;

import org.jspecify.annotations.NullMarked;
