/** How datasets stand by the ledger alone: what came, and what was expected and did not come. */
@NullMarked
package io.snowgauge.pipelines.status;

import org.jspecify.annotations.NullMarked;
