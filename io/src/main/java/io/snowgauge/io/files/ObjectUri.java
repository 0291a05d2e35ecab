package io.snowgauge.io.files;

/**
 * A canonical URI of an object store in parts. Nothing in it is encoded: the name is literal.
 *
 * @param container the bucket, or the account and the container, without a '/' at the end
 * @param name what follows; may be empty, a prefix, or the name of an object
 */
public record ObjectUri(String container, String name) {
  /**
   * Splits a URI.
   *
   * @param uri such as {@code s3://bucket/key}
   * @param names how many names the container has
   */
  public static ObjectUri parse(String uri, int names) {
    int end = uri.indexOf("://") + 2;
    int start = end + 1;
    for (int i = 0; i < names; i++) {
      end = uri.indexOf('/', end + 1);
      if (end < 0) {
        if (i < names - 1) {
          throw new IllegalArgumentException("expected a container but found " + uri);
        }
        return new ObjectUri(uri.substring(start), "");
      }
    }
    return new ObjectUri(uri.substring(start, end), uri.substring(end + 1));
  }
}
