/**
 * Staging: one read of a file, which leaves NDJSON, CSV parts, rejects and counts, and one small
 * manifest of it all.
 */
@NullMarked
package io.snowgauge.transforms.staging;

import org.jspecify.annotations.NullMarked;
