package io.snowgauge.pipelines.config.types;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Forms in which other programs write the URIs of objects, and what is to be written here. */
final class OtherForms {
  /** Of Hadoop's connectors for S3; {@code s3n} was the second of three. */
  private static final Pattern HADOOP_S3 = Pattern.compile("s3[an]://(.+)");

  /** Of Hadoop's connectors for Azure: {@code wasbs://container@account.host/name}. */
  private static final Pattern HADOOP_AZURE =
      Pattern.compile("(?:wasbs?|abfss?)://([^@/]+)@([^./]+)\\.[^/]+/?(.*)");

  /** Path-style and virtual-hosted-style URLs, with a region or without one. */
  private static final Pattern S3_PATH =
      Pattern.compile("https://s3[.-](?:[a-z0-9-]+\\.)?amazonaws\\.com(?:\\.cn)?/([^/]+)/?(.*)");

  private static final Pattern S3_HOST =
      Pattern.compile("https://([^/]+)\\.s3[.-](?:[a-z0-9-]+\\.)?amazonaws\\.com(?:\\.cn)?/?(.*)");

  private static final Map<String, Pattern> BY_SCHEME =
      Map.of(
          "s3a", HADOOP_S3,
          "s3n", HADOOP_S3,
          "wasb", HADOOP_AZURE,
          "wasbs", HADOOP_AZURE,
          "abfs", HADOOP_AZURE,
          "abfss", HADOOP_AZURE);

  private OtherForms() {}

  /** What names the same here; null of what is no such form. */
  static @Nullable String asWritten(String scheme, String text) {
    if (scheme.equals("https")) {
      Matcher path = S3_PATH.matcher(text);
      if (path.matches()) {
        return s3(path);
      }
      Matcher host = S3_HOST.matcher(text);
      return host.matches() ? s3(host) : null;
    }
    Pattern form = BY_SCHEME.get(scheme);
    Matcher parts = form == null ? null : form.matcher(text);
    if (parts == null || !parts.matches()) {
      return null;
    }
    return parts.groupCount() == 1
        ? "s3://" + parts.group(1)
        : "azfs://" + parts.group(2) + "/" + parts.group(1) + "/" + parts.group(3);
  }

  private static String s3(Matcher url) {
    return "s3://" + url.group(1) + "/" + url.group(2);
  }
}
