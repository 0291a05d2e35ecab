/**
 * Azure blob storage, {@code azfs://}: {@code AzureStore} lists, reads and writes by Azure's SDK,
 * and {@code AzureErrors} says in words what it refuses.
 */
@NullMarked
package io.snowgauge.io.files.azure;

import org.jspecify.annotations.NullMarked;
