/** Snowflake, reached by its own JDBC driver; docs/adr/0007-snowflake.md gives the reasons. */
@NullMarked
package io.snowgauge.io.warehouse.snowflake;

import org.jspecify.annotations.NullMarked;
