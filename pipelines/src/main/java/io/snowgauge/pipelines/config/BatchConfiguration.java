package io.snowgauge.pipelines.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * When a stream publishes what it has staged: whichever comes first.
 *
 * @param interval since the first file of the batch
 * @param bytes of the batch's files
 */
public record BatchConfiguration(Duration interval, long bytes) implements Serializable {}
