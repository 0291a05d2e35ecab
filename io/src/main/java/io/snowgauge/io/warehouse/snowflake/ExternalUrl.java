package io.snowgauge.io.warehouse.snowflake;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Locations of object stores, as Snowflake names them. */
final class ExternalUrl {
  private static final Pattern AZURE = Pattern.compile("azfs://([^/]+)/([^/]+)/(.*)");

  private ExternalUrl() {}

  /**
   * Snowflake's name of a file.
   *
   * @throws SQLException if Snowflake cannot read it where it is
   */
  static String of(String uri) throws SQLException {
    if (uri.startsWith("s3://")) {
      return uri;
    }
    Matcher azure = AZURE.matcher(uri);
    if (azure.matches()) {
      return "azure://%s.blob.core.windows.net/%s/%s"
          .formatted(azure.group(1), azure.group(2), azure.group(3));
    }
    throw new SQLException(
        "staging: expected an s3:// or azfs:// location, for warehouse.stage is not internal,"
            + " but found '"
            + uri
            + "'");
  }
}
