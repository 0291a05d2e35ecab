/** Versions of files: which ones an input pattern names, how they are identified and read. */
@NullMarked
package io.snowgauge.transforms.files;

import org.jspecify.annotations.NullMarked;
