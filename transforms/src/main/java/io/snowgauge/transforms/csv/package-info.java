/** CSV by RFC 4180: the parts that a warehouse copies in. */
@NullMarked
package io.snowgauge.transforms.csv;

import org.jspecify.annotations.NullMarked;
