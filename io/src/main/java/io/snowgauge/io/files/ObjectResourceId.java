package io.snowgauge.io.files;

import org.apache.beam.sdk.io.fs.ResolveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.jspecify.annotations.Nullable;

/**
 * An object's or folder's canonical URI, as Beam asks for it.
 *
 * @param uri canonical; a folder's ends in '/'
 */
record ObjectResourceId(String uri) implements ResourceId {
  private static final long serialVersionUID = 1L;

  @Override
  public ResourceId resolve(String other, ResolveOptions options) {
    if (!isDirectory()) {
      throw new IllegalStateException("expected a folder but found " + uri);
    }
    boolean isFolder = options.equals(StandardResolveOptions.RESOLVE_DIRECTORY);
    return new ObjectResourceId(uri + other + (isFolder && !other.endsWith("/") ? "/" : ""));
  }

  @Override
  public ResourceId getCurrentDirectory() {
    return isDirectory() ? this : new ObjectResourceId(uri.substring(0, uri.lastIndexOf('/') + 1));
  }

  @Override
  public String getScheme() {
    return BeamUri.scheme(uri.substring(0, uri.indexOf(':')));
  }

  @Override
  public @Nullable String getFilename() {
    String path = isDirectory() ? uri.substring(0, uri.length() - 1) : uri;
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public boolean isDirectory() {
    return uri.endsWith("/");
  }

  /** As Beam's file systems are asked for it. */
  @Override
  public String toString() {
    return BeamUri.of(uri);
  }
}
