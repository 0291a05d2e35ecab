/** Files that lie in the containers of Kubernetes' pods, measured there and handed out. */
@NullMarked
package io.snowgauge.io.kubernetes;

import org.jspecify.annotations.NullMarked;
