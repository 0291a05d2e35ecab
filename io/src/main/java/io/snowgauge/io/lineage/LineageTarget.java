package io.snowgauge.io.lineage;

/**
 * Who is told of loads.
 *
 * @param sink where events go
 * @param namespace of the jobs, which tells this installation from others
 */
public record LineageTarget(LineageSink sink, String namespace) {}
