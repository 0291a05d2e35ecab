package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.CopySource;
import io.snowgauge.io.warehouse.CopySource.Compression;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.snowflake.client.jdbc.SnowflakeConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stage in the control schema that files are uploaded to, each load below a folder of its own:
 * {@code <run>/<dataset>/<attempt>/}.
 */
final class InternalStage {
  /** The stage's name in the control schema. */
  static final String NAME = "SNOWGAUGE_PARTS";

  private static final Logger LOG = LoggerFactory.getLogger(InternalStage.class);

  /** Paths that PUT takes as they are; it would expand wildcards, and split at other characters. */
  private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9/._=+@, -]+");

  private final String stage;

  /**
   * The stage.
   *
   * @param controlSchema qualified and quoted
   */
  InternalStage(String controlSchema) {
    this.stage = "@" + controlSchema + ".\"" + NAME + '"';
  }

  /** Uploads the files of a source, copies them, and removes them again. */
  long copy(Connection connection, CopySource source) throws SQLException {
    String folder = folder(source.load()) + UUID.randomUUID().toString().substring(0, 8) + "/";
    List<String> names = new ArrayList<>();
    try {
      for (String uri : source.uris()) {
        // The number keeps apart files of one name from different folders.
        String name = names.size() + "/" + fileName(uri);
        upload(connection, uri, folder + names.size(), source.compression());
        names.add(name);
      }
      Sql from = Sql.of("{location}").with("location", location(folder));
      return new CopyStatement(source, from).copy(connection, names);
    } finally {
      remove(connection, folder);
    }
  }

  private static String folder(List<String> load) {
    return load.stream().map(SnowflakeText::pathPart).collect(Collectors.joining("/", "", "/"));
  }

  private static String fileName(String uri) {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  private void upload(Connection connection, String uri, String folder, Compression compression)
      throws SQLException {
    if (Storage.isLocal(uri) && PLAIN_PATH.matcher(uri.substring("file://".length())).matches()) {
      put(connection, uri, folder, compression);
      return;
    }
    try (InputStream content = Storage.open(uri)) {
      // The driver words the PUT itself, and does not quote the location.
      connection
          .unwrap(SnowflakeConnection.class)
          .uploadStream(stage, folder, content, fileName(uri), false);
    } catch (IOException e) {
      throw new SQLException("cannot read " + uri + ": " + e, e);
    }
  }

  private void put(Connection connection, String uri, String folder, Compression compression)
      throws SQLException {
    List<String> answer =
        Sql.of(
                """
                PUT {file} {location}
                AUTO_COMPRESS = FALSE SOURCE_COMPRESSION = {compression} OVERWRITE = TRUE
                """)
            .with("file", SnowflakeText.literal(uri))
            .with("location", location(folder))
            .with("compression", compression.name())
            .query(connection, row -> row.text("status"));
    if (!answer.equals(List.of("UPLOADED"))) {
      throw new SQLException("expected " + uri + " to be uploaded but found it was not");
    }
  }

  private String location(String folder) {
    return SnowflakeText.literal(stage + "/" + folder);
  }

  /** Removes what was uploaded for a run; what stays behind is only in the way. */
  void removeRun(Connection connection, String runId) {
    remove(connection, folder(List.of(runId)));
  }

  private void remove(Connection connection, String folder) {
    try {
      Sql.of("REMOVE {location}").with("location", location(folder)).execute(connection);
    } catch (SQLException e) {
      LOG.warn("uploaded files were left behind in {}/{}: {}", stage, folder, e.toString());
    }
  }
}
