/** What storage services say when a blob was created. */
@NullMarked
package io.snowgauge.transforms.notifications;

import org.jspecify.annotations.NullMarked;
