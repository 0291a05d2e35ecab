/** Where files are found: local folders and object storage. */
@NullMarked
package io.snowgauge.io.files;

import org.jspecify.annotations.NullMarked;
