package io.snowgauge.io.files.s3;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How S3, or a store that speaks like it, is reached.
 *
 * @param region of the buckets, or null for that of the environment or the profile
 * @param endpoint of another store than AWS', or null
 * @param pathStyle whether buckets are named in the path; null for where they have to be: an
 *     endpoint that is an IP address or localhost
 * @param options what Beam's options say of credentials and HTTP
 * @param writes how objects are kept
 */
public record S3Access(
    @Nullable String region,
    @Nullable String endpoint,
    @Nullable Boolean pathStyle,
    BeamAwsOptions options,
    S3Writes writes) {
  /**
   * With credentials from AWS' default chain (environment, profile, web identity, container,
   * instance) and objects as the bucket says.
   */
  public S3Access(@Nullable String region, @Nullable String endpoint, @Nullable Boolean pathStyle) {
    this(region, endpoint, pathStyle, BeamAwsOptions.NONE, S3Writes.DEFAULT);
  }

  boolean isPathStyle() {
    if (pathStyle != null) {
      return pathStyle;
    }
    if (endpoint == null) {
      return false;
    }
    String host = String.valueOf(URI.create(endpoint).getHost());
    return host.equals("localhost") || host.startsWith("[") || host.matches("[0-9.]+");
  }
}
