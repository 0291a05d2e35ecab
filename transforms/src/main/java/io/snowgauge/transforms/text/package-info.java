/** Text as bytes: UTF-8, words and blanks, and how a piece of it is shown in a message. */
@NullMarked
package io.snowgauge.transforms.text;

import org.jspecify.annotations.NullMarked;
