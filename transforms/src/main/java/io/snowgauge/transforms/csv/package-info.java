/**
 * CSV by RFC 4180, in both directions: {@code CsvRecordParser} reads files, {@code
 * CsvRecordCounter} counts their records in code of its own, and {@code CsvFields} writes the parts
 * that a warehouse copies in. docs/formats/csv-ndjson.md has the rules.
 */
@NullMarked
package io.snowgauge.transforms.csv;

import org.jspecify.annotations.NullMarked;
