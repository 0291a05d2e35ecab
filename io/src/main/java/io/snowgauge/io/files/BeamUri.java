package io.snowgauge.io.files;

import io.snowgauge.transforms.files.Storage;

/** What Beam calls a file of a canonical URI: local ones by their plain path. */
public final class BeamUri {
  private static final String PREFIX = "snowgauge-";

  private BeamUri() {}

  /** The scheme of those objects whose canonical URIs have a scheme. */
  static String scheme(String scheme) {
    return PREFIX + scheme;
  }

  /** What Beam calls a file. */
  public static String of(String uri) {
    return Storage.isLocal(uri) ? uri.substring("file://".length()) : PREFIX + uri;
  }

  /** The canonical URI of what Beam calls a file. */
  public static String canonical(String spec) {
    return spec.startsWith(PREFIX) ? spec.substring(PREFIX.length()) : "file://" + spec;
  }
}
