package io.snowgauge.transforms.files;

import java.util.Map;

/**
 * Where an object can be PUT without credentials. Whoever has the URL can use it, so it must not be
 * logged or put on a command line.
 *
 * @param url with its signature
 * @param headers that have to be sent
 * @param isVerified whether the store refuses content of another SHA-256
 */
public record UploadUrl(String url, Map<String, String> headers, boolean isVerified) {
  /** Keeps a copy of the headers. */
  public UploadUrl {
    headers = Map.copyOf(headers);
  }

  /** Without the signature. */
  @Override
  public String toString() {
    return url.replaceFirst("[?].*", "?…");
  }
}
