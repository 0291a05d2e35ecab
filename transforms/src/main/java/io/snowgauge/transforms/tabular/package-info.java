/**
 * Files whose records are rows of named columns: how they are declared, and how values become those
 * of their types.
 */
@NullMarked
package io.snowgauge.transforms.tabular;

import org.jspecify.annotations.NullMarked;
