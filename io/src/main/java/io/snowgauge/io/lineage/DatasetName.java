package io.snowgauge.io.lineage;

import io.openlineage.client.utils.DatasetIdentifier;
import io.openlineage.client.utils.SnowflakeUtils;
import io.openlineage.client.utils.filesystem.FilesystemDatasetUtils;
import io.snowgauge.io.warehouse.Address;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Warehouse;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * A dataset as <a href="https://openlineage.io/docs/spec/naming">OpenLineage names it</a>, so that
 * others who read or write the same call it the same.
 *
 * @param namespace where it is
 * @param name in there
 */
record DatasetName(String namespace, String name) {
  private static final String SNOWFLAKE = "snowflake://";

  /** The schema that each database of DuckDB has, whose name stays so however it is quoted. */
  private static final String MAIN = "main";

  /**
   * A folder of files.
   *
   * @param uri as this program writes it, not encoded
   */
  static DatasetName ofFolder(String uri) {
    try {
      DatasetIdentifier identifier = FilesystemDatasetUtils.fromLocation(location(uri));
      return new DatasetName(identifier.getNamespace(), identifier.getName());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static URI location(String uri) throws URISyntaxException {
    int scheme = uri.indexOf("://");
    int path = uri.indexOf('/', scheme + 3);
    String kind = uri.substring(0, scheme);
    String place = uri.substring(scheme + 3, path);
    String rest = uri.substring(path);
    if (!kind.equals("azfs")) {
      return new URI(kind, place.isEmpty() ? null : place, rest, null, null);
    }
    int blob = rest.indexOf('/', 1);
    String container = rest.substring(1, blob < 0 ? rest.length() : blob);
    return new URI(
        "abfss",
        container + "@" + place + ".dfs.core.windows.net",
        blob < 0 ? "/" : rest.substring(blob),
        null,
        null);
  }

  /**
   * A table of the targets' schema.
   *
   * @param table as configured
   */
  static DatasetName ofTarget(Warehouse warehouse, String table) {
    Address address = warehouse.address();
    String uri = address.uri();
    return new DatasetName(
        uri.startsWith(SNOWFLAKE)
            ? SNOWFLAKE + SnowflakeUtils.parseAccountIdentifier(uri.substring(SNOWFLAKE.length()))
            : uri,
        address.database()
            + "."
            + schema(uri.startsWith(SNOWFLAKE), warehouse.targetSchema())
            + "."
            + Identifiers.canonical(table));
  }

  private static String schema(boolean isSnowflake, String configured) {
    return !isSnowflake && configured.equalsIgnoreCase(MAIN)
        ? MAIN
        : Identifiers.canonical(configured);
  }
}
