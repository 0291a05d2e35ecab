/** What a site loads: datasets, how they are published and what they tolerate. */
@NullMarked
package io.snowgauge.transforms.dataset;

import org.jspecify.annotations.NullMarked;
