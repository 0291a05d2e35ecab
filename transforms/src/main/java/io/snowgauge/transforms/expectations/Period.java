package io.snowgauge.transforms.expectations;

import java.time.Instant;
import java.time.LocalDate;

/**
 * An hour, a day or a month of which files are expected.
 *
 * @param name as people and programs are told: {@code 2026-01-31}, {@code 2026-01}, or of an hour
 *     its start with the offset from UTC
 * @param day its first day in its zone
 * @param start the first moment
 * @param end the first moment after it
 * @param due by when its files have to be loaded
 */
public record Period(String name, LocalDate day, Instant start, Instant end, Instant due) {}
