package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.CopySource.Compression;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.transforms.files.Reason;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Uploads files to a folder of a stage, large ones each by a PUT of its own and several at a time,
 * small ones together. PUT takes files that are local and have plain paths; others are brought into
 * a folder of their own first, of which there are as many at a time as are uploaded, and one more.
 */
final class Uploads implements AutoCloseable {
  /** Smaller files are uploaded together. */
  static final long LARGE = 16L << 20;

  private static final long MOST_BYTES_TOGETHER = 16L << 20;
  private static final int MOST_FILES_TOGETHER = 1000;

  /** What PUT and the driver take as it is, in whatever locale. */
  private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9/._=+@, -]+");

  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,200}");

  private final String location;
  private final Compression compression;
  private final UploadSessions sessions;
  private final long large;
  private final UploadFolder folder = new UploadFolder();
  private final List<String> names = new ArrayList<>();
  private int shipments;
  private @Nullable Together together;

  /**
   * Uploads that have not begun.
   *
   * @param location in the stage, ending in '/', to which nobody else uploads
   * @param large files of so many bytes are uploaded by themselves
   */
  Uploads(String location, Compression compression, UploadSessions sessions, long large) {
    this.location = location;
    this.compression = compression;
    this.sessions = sessions;
    this.large = large;
  }

  /** Small files in a folder, which go by one PUT. */
  private static final class Together {
    private final int number;
    private final Path folder;
    private final List<String> files = new ArrayList<>();
    private long bytes;

    Together(int number, Path folder) {
      this.number = number;
      this.folder = folder;
    }
  }

  /**
   * Uploads files.
   *
   * @return their names, relative to the location
   * @throws SQLException if any of them did not get there
   */
  List<String> upload(List<String> uris) throws SQLException {
    for (String uri : uris) {
      try {
        upload(uri, uris.size() == 1);
      } catch (IOException e) {
        throw new SQLException("cannot read " + uri + ": " + Reason.alone(e), e);
      }
    }
    shipTogether();
    sessions.await();
    return names;
  }

  private void upload(String uri, boolean isOnly) throws IOException, SQLException {
    boolean isLargeAndLocal = false;
    if (Storage.isLocal(uri)) {
      Path path = Storage.localPath(uri);
      isLargeAndLocal = Files.size(path) >= large;
      if ((isLargeAndLocal || isOnly) && PLAIN_PATH.matcher(path.toString()).matches()) {
        shipAlone(uri, shipments++, path);
        return;
      }
    }
    if (isLargeAndLocal) {
      int number = shipments++;
      Path link = folder.subfolder(number).resolve(name(uri, List.of()));
      UploadFolder.bring(uri, link, true);
      shipAlone(uri, number, link);
    } else {
      bringAndShip(uri);
    }
  }

  /** How large a file in a store is, is known once it is here. */
  private void bringAndShip(String uri) throws IOException, SQLException {
    Together all = together;
    if (all == null) {
      int number = shipments++;
      all = new Together(number, folder.subfolder(number));
      together = all;
    }
    String name = name(uri, all.files);
    Path file = all.folder.resolve(name);
    UploadFolder.bring(uri, file, false);
    long bytes = Files.size(file);
    if (bytes >= large) {
      int number = shipments++;
      shipAlone(uri, number, Files.move(file, folder.subfolder(number).resolve(name)));
      return;
    }
    names.add(all.number + "/" + name);
    all.files.add(name);
    all.bytes += bytes;
    if (all.files.size() >= MOST_FILES_TOGETHER || all.bytes >= MOST_BYTES_TOGETHER) {
      shipTogether();
    }
  }

  /** The file's own name, which people know, unless that would have to be quoted or is taken. */
  private static String name(String uri, List<String> taken) {
    String own = uri.substring(uri.lastIndexOf('/') + 1);
    return PLAIN_NAME.matcher(own).matches() && !taken.contains(own) ? own : taken.size() + ".csv";
  }

  private void shipAlone(String uri, int number, Path file) throws SQLException {
    names.add(number + "/" + file.getFileName());
    sessions.begin(uri, session -> put(session, number, file.toString(), 1));
  }

  private void shipTogether() throws SQLException {
    Together all = together;
    together = null;
    if (all != null && !all.files.isEmpty()) {
      int files = all.files.size();
      String path = all.folder + "/" + pattern(all.files);
      sessions.begin(files + " files", session -> put(session, all.number, path, files));
    }
  }

  /** What matches all files of a folder, and tells as much of their names as they share. */
  private static String pattern(List<String> files) {
    String first = files.get(0);
    int shared = first.length();
    for (String file : files) {
      while (!file.startsWith(first.substring(0, shared))) {
        shared--;
      }
    }
    return files.size() == 1 ? first : first.substring(0, shared) + "*";
  }

  private void put(Connection session, int number, String path, int files) throws SQLException {
    List<String> answers =
        Sql.of(
                """
                PUT {file} {location}
                AUTO_COMPRESS = FALSE SOURCE_COMPRESSION = {compression} OVERWRITE = TRUE
                """)
            .with("file", Identifiers.escapedLiteral("file://" + path))
            .with("location", Identifiers.escapedLiteral(location + number))
            .with("compression", compression.name())
            .query(session, row -> row.text("status"));
    if (answers.size() != files || !answers.stream().allMatch("UPLOADED"::equals)) {
      throw new SQLException(
          "expected %d files of %s to be uploaded but found %s".formatted(files, path, answers));
    }
  }

  @Override
  public void close() {
    sessions.close();
    folder.close();
  }
}
