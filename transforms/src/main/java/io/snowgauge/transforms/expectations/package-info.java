/**
 * Which files a site expects and when, and what is to be said of those that came and of those that
 * did not. It asks no clock, no store and no warehouse: what came is given to it.
 */
@NullMarked
package io.snowgauge.transforms.expectations;

import org.jspecify.annotations.NullMarked;
