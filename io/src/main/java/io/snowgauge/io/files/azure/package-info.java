/** Azure blob storage. */
@NullMarked
package io.snowgauge.io.files.azure;

import org.jspecify.annotations.NullMarked;
