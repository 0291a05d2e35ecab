/** Posts JSON to where people or programs are told of things, in a few tries. */
@NullMarked
package io.snowgauge.io.posting;

import org.jspecify.annotations.NullMarked;
