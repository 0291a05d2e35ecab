/** Secrets, which travel as references and are read where they are used. */
@NullMarked
package io.snowgauge.io.secrets;

import org.jspecify.annotations.NullMarked;
