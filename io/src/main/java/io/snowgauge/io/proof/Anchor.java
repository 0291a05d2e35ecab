package io.snowgauge.io.proof;

/**
 * What a chain was at a time, by somebody who has the key.
 *
 * @param at when it was signed, by the clock of who signed, as ISO 8601 has it
 * @param uri where that is written
 */
public record Anchor(String dataset, long epoch, long place, String head, String at, String uri) {}
