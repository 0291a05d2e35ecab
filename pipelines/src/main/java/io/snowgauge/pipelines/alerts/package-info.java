/** Which incidents there are by the ledger and the audit, and who has to be told of them. */
@NullMarked
package io.snowgauge.pipelines.alerts;

import org.jspecify.annotations.NullMarked;
