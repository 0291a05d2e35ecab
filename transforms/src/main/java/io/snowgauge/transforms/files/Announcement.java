package io.snowgauge.transforms.files;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a notification said of a file version beside its identity.
 *
 * @param at when the storage says that it was written, or the notification was sent
 * @param sequencer orders the versions of one blob, as text; null where the storage gives none
 */
public record Announcement(Instant at, @Nullable String sequencer) implements Serializable {}
