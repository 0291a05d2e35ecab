/** Reading of the NDJSON archive: what was kept of each file version when it was loaded. */
@NullMarked
package io.snowgauge.transforms.archive;

import org.jspecify.annotations.NullMarked;
