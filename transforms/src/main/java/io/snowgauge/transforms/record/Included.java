package io.snowgauge.transforms.record;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;

/** A file whose text stands in that of another. */
public final class Included {
  private final String uri;
  private final byte[] text;
  private final List<String> path;

  /**
   * A file that was read.
   *
   * @param text taken over
   * @param path the URIs of the files that it stands in, the outermost first
   */
  public Included(String uri, byte[] text, List<String> path) {
    this.uri = uri;
    this.text = text;
    this.path = List.copyOf(path);
  }

  public String uri() {
    return uri;
  }

  /** Its bytes, unpacked; the array itself. */
  public byte[] text() {
    return text;
  }

  /** Its bytes from their beginning on. */
  public InputStream open() {
    return new ByteArrayInputStream(text);
  }

  /** The URIs of the files that it stands in, the outermost first. */
  public List<String> path() {
    return path;
  }
}
