package io.snowgauge.io.warehouse.snowflake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowgauge.io.emulators.Moto;
import io.snowgauge.io.files.s3.S3Access;
import io.snowgauge.io.files.s3.S3Store;
import io.snowgauge.io.warehouse.CopySource;
import io.snowgauge.io.warehouse.TableColumn;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A JVM with a heap of its own that copies files into a table of the stand-in. */
public final class UploadingJvm {
  private UploadingJvm() {}

  /** What the JVM runs: the stand-in's URL, the database, and the files' URIs. */
  public static void main(String[] arguments) throws SQLException {
    Storage.use("s3", new S3Store(new S3Access("us-east-1", System.getenv("S3"), null), 2));
    SnowflakeWarehouse warehouse =
        StandInExtension.warehouse(
            arguments[0], arguments[1], "PUBLIC", "SNOWGAUGE", new Stage.Internal());
    List<String> uris = List.of(arguments).subList(2, arguments.length);
    try (Connection connection = warehouse.connect()) {
      System.out.println("copied " + warehouse.files().copy(connection, source(uris)));
    }
  }

  /** Files of two columns of text, for the table {@code PUBLIC.T}. */
  static CopySource source(List<String> uris) {
    List<TableColumn> columns =
        List.of(new TableColumn("A", "VARCHAR"), new TableColumn("B", "VARCHAR"));
    return new CopySource(List.of("run/../é", "d'a", "x"), "PUBLIC.T", columns, uris, '"');
  }

  /** What one of so much heap prints, on both streams: {@code copied} and how many rows. */
  static String run(
      int heapMegabytes, StandIn standIn, Moto moto, String database, List<String> uris)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        List.of(
            "-Xmx" + heapMegabytes + "m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            UploadingJvm.class.getName(),
            standIn.url(),
            database));
    command.addAll(uris);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().putAll(Moto.ENVIRONMENT);
    builder.environment().put("S3", moto.endpoint());
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
  }
}
