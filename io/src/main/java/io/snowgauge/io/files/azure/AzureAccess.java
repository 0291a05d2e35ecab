package io.snowgauge.io.files.azure;

import org.jspecify.annotations.Nullable;

/**
 * How blob storage is reached.
 *
 * @param endpoint of the account, or null for {@code https://ACCOUNT.blob.core.windows.net}
 * @param credential for every account that is used
 */
public record AzureAccess(@Nullable String endpoint, AzureCredential credential) {}
