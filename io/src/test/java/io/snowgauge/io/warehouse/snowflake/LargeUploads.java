package io.snowgauge.io.warehouse.snowflake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.Moto;
import io.snowgauge.io.files.s3.S3Store;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.transforms.files.Storage;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parts as those of a large load: staged in object storage or in a folder with an umlaut, and
 * uploaded by a launcher of 384 MB of heap to a stage that is S3. By hand, because it takes some
 * minutes: {@code mvn -pl transforms,io -Dtest=LargeUploads -Dsurefire.failIfNoSpecifiedTests=false
 * verify}.
 */
@ExtendWith({StandInExtension.class, Emulators.class})
class LargeUploads {
  private static final int HEAP_MEGABYTES = 384;
  private static final long PART_BYTES = 160L << 20;
  private static final int PARTS = 6;

  @TempDir Path folder;

  @Test
  void areLoadedInAHeapOfALauncher() throws Exception {
    String database =
        "LARGE_" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
    String bucket = database.toLowerCase(Locale.ROOT).replace('_', '-');
    Moto moto = Emulators.moto();
    moto.createBucket(bucket);
    Storage.use("s3", new S3Store(moto.s3(), 2));
    StandIn standIn = StandInExtension.standIn();
    standIn.storeStagesInS3(database, moto.endpoint(), bucket, 128);
    SnowflakeWarehouse warehouse =
        StandInExtension.warehouse(database, "PUBLIC", "SNOWGAUGE", new Stage.Internal());
    try (Connection connection = warehouse.connect()) {
      for (Sql statement : warehouse.setup().foundation()) {
        statement.execute(connection);
      }
      Sql.of("CREATE SCHEMA IF NOT EXISTS PUBLIC").execute(connection);
      Sql.of("CREATE TABLE PUBLIC.T (A VARCHAR, B VARCHAR)").execute(connection);
      List<String> uris = new ArrayList<>();
      long rows = 0;
      for (int i = 0; i < PARTS; i++) {
        String root = i % 2 == 0 ? "s3://" + bucket : Storage.localUri(folder) + "/Größe";
        uris.add(root + "/part-" + i + ".csv");
        rows += write(uris.get(i), new Random(i));
      }
      assertThat(
          UploadingJvm.run(HEAP_MEGABYTES, standIn, moto, database, uris),
          containsString("copied " + rows + "\n"));
      assertThat(Sql.of("SELECT COUNT(*) FROM PUBLIC.T").number(connection), is(rows));
    } finally {
      StandInExtension.close(warehouse);
    }
  }

  /** Returns how many rows. */
  private static long write(String uri, Random random) throws Exception {
    byte[] noise = new byte[500];
    long rows = 0;
    try (OutputStream out = new BufferedOutputStream(Storage.create(uri))) {
      for (long bytes = 0; bytes < PART_BYTES; rows++) {
        random.nextBytes(noise);
        byte[] row = (HexFormat.of().formatHex(noise) + ",x\n").getBytes(StandardCharsets.UTF_8);
        out.write(row);
        bytes += row.length;
      }
    }
    return rows;
  }
}
