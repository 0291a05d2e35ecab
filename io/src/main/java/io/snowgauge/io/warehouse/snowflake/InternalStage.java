package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.CopySource;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sessions;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.transforms.files.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stage in the control schema that files are uploaded to, each load below a folder of its own:
 * {@code <run>/<dataset>/<attempt>/}.
 */
final class InternalStage {
  /** The stage's name in the control schema. */
  static final String NAME = "SNOWGAUGE_PARTS";

  private static final Pattern ESCAPED = Pattern.compile("[.]([0-9a-f]+)[.]");

  private static final Logger LOG = LoggerFactory.getLogger(InternalStage.class);

  private final String stage;
  private final Sessions sessions;

  /**
   * The stage.
   *
   * @param controlSchema qualified and quoted
   * @param sessions to upload on beside the one that copies
   */
  InternalStage(String controlSchema, Sessions sessions) {
    this.stage = in(controlSchema);
    this.sessions = sessions;
  }

  /**
   * The stage as statements name it.
   *
   * @param controlSchema qualified and quoted
   */
  static String in(String controlSchema) {
    return "@" + controlSchema + "." + Identifiers.quote(NAME);
  }

  /** Uploads the files of a source, and copies them; they stay until they are removed. */
  long copy(Connection connection, CopySource source) throws SQLException {
    String folder = folder(source.load()) + UUID.randomUUID().toString().substring(0, 8) + "/";
    List<String> names = upload(connection, source, folder);
    Sql from = Sql.of("{location}").with("location", location(folder));
    return new CopyStatement(source, from).copy(connection, names);
  }

  private static String folder(List<String> load) {
    return load.stream().map(InternalStage::pathPart).collect(Collectors.joining("/", "", "/"));
  }

  /**
   * A name as a part of a path in a stage that needs no quoting in any statement. Different names
   * stay different.
   */
  static String pathPart(String name) {
    StringBuilder part = new StringBuilder();
    for (int c : name.codePoints().toArray()) {
      boolean isPlain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_';
      if (isPlain) {
        part.appendCodePoint(c);
      } else {
        part.append('.').append(Integer.toHexString(c)).append('.');
      }
    }
    return part.toString();
  }

  /** The name that {@link #pathPart} made a part of a path of. */
  static String name(String pathPart) {
    return ESCAPED
        .matcher(pathPart)
        .replaceAll(
            escaped ->
                Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(escaped.group(1), 16))));
  }

  private List<String> upload(Connection connection, CopySource source, String folder)
      throws SQLException {
    String run = source.load().get(0);
    String dataset = source.load().get(1);
    UploadSessions own = new UploadSessions(connection, sessions, run, dataset);
    try (Uploads uploads =
        new Uploads(stage + "/" + folder, source.compression(), own, Uploads.LARGE)) {
      return uploads.upload(source.uris());
    }
  }

  private String location(String folder) {
    return Identifiers.escapedLiteral(stage + "/" + folder);
  }

  /** Removes what was uploaded for a load; what stays behind is only in the way. */
  void remove(Connection connection, List<String> load) {
    String folder = folder(load);
    try {
      Sql.of("REMOVE {location}").with("location", location(folder)).execute(connection);
    } catch (SQLException e) {
      LOG.warn("uploaded files were left behind in {}/{}: {}", stage, folder, Reason.of(e));
    }
  }
}
