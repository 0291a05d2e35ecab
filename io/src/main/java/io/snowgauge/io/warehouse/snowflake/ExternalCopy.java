package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.CopySource;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Copies files from where the workers wrote them. */
final class ExternalCopy {
  private final Stage stage;

  ExternalCopy(Stage stage) {
    this.stage = stage;
  }

  long copy(Connection connection, CopySource source) throws SQLException {
    String root = stage instanceof Stage.External named ? url(connection, named) : "";
    Map<String, List<String>> namesByFolder = new LinkedHashMap<>();
    for (String uri : source.uris()) {
      String url = ExternalUrl.of(uri);
      if (!url.startsWith(root)) {
        throw new SQLException(
            "warehouse.stage: expected a stage over the staging folder, but its files are not below"
                + " "
                + root
                + ": "
                + url);
      }
      int name = url.lastIndexOf('/') + 1;
      namesByFolder
          .computeIfAbsent(url.substring(root.length(), name), folder -> new ArrayList<>())
          .add(url.substring(name));
    }
    long rows = 0;
    for (Map.Entry<String, List<String>> folder : namesByFolder.entrySet()) {
      rows += new CopyStatement(source, from(folder.getKey())).copy(connection, folder.getValue());
    }
    return rows;
  }

  private Sql from(String folder) {
    if (stage instanceof Stage.External named) {
      String location = "@" + SnowflakeNames.qualified(named.name()) + "/" + folder;
      return Sql.of("{location}").with("location", Identifiers.escapedLiteral(location));
    }
    if (stage instanceof Stage.Integration integration) {
      return Sql.of("{folder} STORAGE_INTEGRATION = {integration}")
          .with("folder", Identifiers.escapedLiteral(folder))
          .with("integration", Identifiers.quote(integration.name()));
    }
    throw new IllegalStateException("files are uploaded to an internal stage");
  }

  /** The location that a stage stands for, ending in '/'. */
  private static String url(Connection connection, Stage.External named) throws SQLException {
    String name = SnowflakeNames.qualified(named.name());
    Map<String, String> properties = new HashMap<>();
    Sql.of("DESCRIBE STAGE {stage}")
        .with("stage", name)
        .query(
            connection,
            row ->
                properties.putIfAbsent(
                    row.text("property").toUpperCase(Locale.ROOT),
                    String.valueOf(row.textOrNull("property_value"))));
    String urls = properties.get("URL");
    if (urls == null) {
      throw new SQLException(
          "warehouse.stage.name: expected an external stage but " + name + " has no URL");
    }
    String url = urls.replaceAll("^\\[?\"?|\"?]?$", "");
    return url.endsWith("/") ? url : url + "/";
  }
}
