/** Where notifications of created files come from: Kafka, Event Hubs and SQS. */
@NullMarked
package io.snowgauge.io.notifications;

import org.jspecify.annotations.NullMarked;
