/**
 * Digests of a file's records, by which they can be recognised in a warehouse.
 * docs/formats/digest.md defines them.
 */
@NullMarked
package io.snowgauge.transforms.digest;

import org.jspecify.annotations.NullMarked;
