package io.snowgauge.pipelines.config;

import java.io.Serializable;

/** How a consumer proves to Event Hubs who it is. */
public sealed interface EventHubsAuth extends Serializable {
  /** A connection string, which holds the name and the key of a shared access policy. */
  record ConnectionString(SecretReference connectionString) implements EventHubsAuth {}

  /** Microsoft Entra ID, by what the process finds around it. */
  record OAuth() implements EventHubsAuth {}
}
