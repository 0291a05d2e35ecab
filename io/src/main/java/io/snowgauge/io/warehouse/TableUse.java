package io.snowgauge.io.warehouse;

/**
 * A table that runs read and change, or a view that they read.
 *
 * @param subject what it is there for, as a finding names it
 * @param schema that holds it, as configured
 * @param name plain, unquoted
 * @param isView whether it is a view
 * @param exists whether it is there, as far as a connection may know
 */
public record TableUse(
    String subject, String schema, String name, boolean isView, boolean exists) {}
