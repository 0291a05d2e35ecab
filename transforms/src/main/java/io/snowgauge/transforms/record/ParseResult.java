package io.snowgauge.transforms.record;

import org.jspecify.annotations.Nullable;

/**
 * What became of a file's lines.
 *
 * @param accepted records made
 * @param rejected what the counting rule gives for the refused lines, in records
 * @param lines logical lines of the format (data lines and headers)
 * @param rejectedLines how many of them were refused
 * @param fault why the file as a whole is unusable, with its line, or null; parsing stops there
 */
public record ParseResult(
    long accepted, long rejected, long lines, long rejectedLines, @Nullable String fault) {}
