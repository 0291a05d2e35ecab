/**
 * Where notifications of created files come from. A {@link
 * io.snowgauge.io.notifications.Subscription} is what is configured; its source reads Kafka, Event
 * Hubs, SQS or Azure Queue Storage. What notifications mean is in {@code transforms.notifications}.
 */
@NullMarked
package io.snowgauge.io.notifications;

import org.jspecify.annotations.NullMarked;
