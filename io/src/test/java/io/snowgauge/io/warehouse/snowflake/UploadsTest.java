package io.snowgauge.io.warehouse.snowflake;

import static io.snowgauge.io.warehouse.snowflake.UploadingJvm.source;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.Moto;
import io.snowgauge.io.files.s3.S3Store;
import io.snowgauge.io.warehouse.CopySource.Compression;
import io.snowgauge.io.warehouse.HeartbeatStore;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.transforms.files.Storage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files of any place, path and size come to a stage, several at a time and in little memory. */
@ExtendWith({StandInExtension.class, Emulators.class})
@Timeout(600)
class UploadsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final String database =
      "UPLOADS_" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
  private StandIn standIn;
  private SnowflakeWarehouse warehouse;
  private Connection connection;
  private int before;

  @BeforeEach
  void createStageAndTable() throws Exception {
    standIn = StandInExtension.standIn();
    open(standIn.url());
    for (Sql statement : warehouse.setup().foundation()) {
      statement.execute(connection);
    }
    execute("CREATE SCHEMA IF NOT EXISTS PUBLIC");
    execute("CREATE TABLE PUBLIC.T (A VARCHAR, B VARCHAR)");
    before = standIn.log().size();
  }

  private void open(String url) throws SQLException {
    warehouse =
        StandInExtension.warehouse(url, database, "PUBLIC", "SNOWGAUGE", new Stage.Internal());
    connection = warehouse.connect();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    StandInExtension.close(warehouse);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> rows() throws SQLException {
    return Sql.of("SELECT A || ' ' || B || ' ' || COUNT(*) FROM PUBLIC.T GROUP BY A, B ORDER BY A")
        .texts(connection);
  }

  /** The PUT statements since the test began. */
  private List<JsonNode> puts() throws IOException {
    List<JsonNode> puts = new ArrayList<>();
    for (String line : standIn.log().subList(before, standIn.log().size())) {
      JsonNode event = JSON.readTree(line);
      if (event.path("sql").asText().startsWith("PUT ")) {
        puts.add(event);
      }
    }
    return puts;
  }

  private String write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Storage.localUri(Files.writeString(file, text));
  }

  /** Uploads to the stage, where each file counts as large, and copies. */
  private long copyAsLarge(List<String> uris) throws SQLException {
    String location = "@\"" + database + "\".\"SNOWGAUGE\".\"SNOWGAUGE_PARTS\"/large/";
    try (Uploads uploads =
        new Uploads(
            location,
            Compression.NONE,
            new UploadSessions(connection, warehouse.sessions(), "r", "d"),
            1)) {
      List<String> names = uploads.upload(uris);
      Sql from = Sql.of("{location}").with("location", Identifiers.escapedLiteral(location));
      return new CopyStatement(source(uris), from).copy(connection, names);
    }
  }

  /** PUT expands wildcards, and the driver looks for the end of a path by itself. */
  private List<String> hostileUris() throws IOException {
    List<String> uris = new ArrayList<>();
    for (String name :
        List.of(
            "o'neil's/a.csv",
            "a*?[b]/a.csv",
            "Ünï 雪/a.csv",
            "back\\slash/a.csv",
            "100%/a b.csv",
            "~/a.csv",
            "say \"hi\"; --/a.csv")) {
      uris.add(write(name, "EU\\user,\\N\n"));
    }
    return uris;
  }

  @Test
  void smallFilesOfHostilePathsGoByOneStatement() throws Exception {
    assertThat(warehouse.files().copy(connection, source(hostileUris())), is(7L));
    assertThat(rows(), contains("EU\\user \\N 7"));
    assertThat(puts(), hasSize(1));
  }

  @Test
  void largeFilesOfHostilePathsGoOneByOne() throws Exception {
    assertThat(copyAsLarge(hostileUris()), is(7L));
    assertThat(rows(), contains("EU\\user \\N 7"));
    assertThat(puts(), hasSize(7));
  }

  /** The first is not answered before the others are done. */
  @Test
  void largeFilesGoSeveralAtATimeEachOnASessionOfItsOwn() throws Exception {
    connection.close();
    StandInExtension.close(warehouse);
    List<String> uris = new ArrayList<>();
    for (int i = 0; i < UploadSessions.MOST; i++) {
      uris.add(write("part-" + i, "a" + i + ",b\n"));
    }
    try (FaultProxy proxy = FaultProxy.before(standIn)) {
      open(proxy.url());
      proxy.arm(FaultProxy.Fault.DELAYED, "^PUT .*part-0", 1);
      CompletableFuture<Long> copied =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return copyAsLarge(uris);
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      proxy.awaitMet();
      await().until(this::puts, hasSize(UploadSessions.MOST - 1));
      proxy.release();
      assertThat(copied.get(), is((long) UploadSessions.MOST));
      assertThat(puts().stream().map(put -> put.get("session")).distinct().count(), is(4L));
      connection.close();
      StandInExtension.close(warehouse);
    }
    open(standIn.url());
    assertThat(rows(), contains("a0 b 1", "a1 b 1", "a2 b 1", "a3 b 1"));
  }

  private static Moto storeIn(String... buckets) throws IOException {
    Moto moto = Emulators.moto();
    for (String bucket : buckets) {
      moto.createBucket(bucket);
    }
    Storage.use("s3", new S3Store(moto.s3(), 2));
    return moto;
  }

  @Test
  void filesInAStoreComeToAStageInAnother() throws Exception {
    String bucket = database.toLowerCase(Locale.ROOT).replace('_', '-');
    Moto moto = storeIn(bucket, bucket + "-stage");
    standIn.storeStagesInS3(database, moto.endpoint(), bucket + "-stage", 256);
    List<String> uris = new ArrayList<>();
    for (String name : List.of("a.csv", "o'neil/ü *.csv")) {
      String uri = "s3://" + bucket + "/staging/" + name;
      try (OutputStream out = Storage.create(uri)) {
        out.write("x,y\n".getBytes(StandardCharsets.UTF_8));
      }
      uris.add(uri);
    }
    assertThat(warehouse.files().copy(connection, source(uris)), is(2L));
    assertThat(copyAsLarge(uris), is(2L));
    assertThat(rows(), contains("x y 4"));
  }

  /** S3's own clock dates them, to the second. */
  @Test
  void heartbeatsInAStoreAreDatedByIt() throws Exception {
    String bucket = database.toLowerCase(Locale.ROOT).replace('_', '-');
    standIn.storeStagesInS3(database, storeIn(bucket).endpoint(), bucket, 128);
    HeartbeatStore heartbeats = warehouse.heartbeats().orElseThrow();
    assertThat(heartbeats.leave("r1", "first"), is(true));
    assertThat(heartbeats.leave("r1", "second"), is(true));
    assertThat(heartbeats.leave("r1", "second"), is(true));
    List<HeartbeatStore.Heard> heard = heartbeats.listen(connection);
    assertThat(
        heard.stream().map(one -> one.runId() + " " + one.tryId()).toList(),
        containsInAnyOrder("r1 first", "r1 second"));
    for (HeartbeatStore.Heard one : heard) {
      assertThat(one.age().toSeconds(), is(both(greaterThan(-1L)).and(lessThan(60L))));
    }
  }

  /**
   * The least of what a launcher has: with the driver's upload of a stream, a file is in the heap
   * as a whole, up to 128 MiB. {@link LargeUploads} has the sizes of a real load.
   */
  @Test
  void aFileMayBeLargerThanTheHeap() throws Exception {
    String bucket = database.toLowerCase(Locale.ROOT).replace('_', '-');
    Moto moto = storeIn(bucket);
    standIn.storeStagesInS3(database, moto.endpoint(), bucket, 128);
    Path large = folder.resolve("Größe.csv");
    String row = "x".repeat(1000) + "," + "y".repeat(1000) + "\n";
    long rows = 20_000;
    try (BufferedWriter out = Files.newBufferedWriter(large)) {
      for (long i = 0; i < rows; i++) {
        out.write(row);
      }
    }
    List<String> uris = List.of(Storage.localUri(large), write("b", row));
    String printed = UploadingJvm.run(64, standIn, moto, database, uris);
    assertThat(printed, containsString("copied " + (rows + 1) + "\n"));
    assertThat(
        Sql.of("SELECT COUNT(*) FROM PUBLIC.T WHERE LENGTH(A) = 1000 AND LENGTH(B) = 1000")
            .number(connection),
        is(rows + 1));
  }

  /** NoSuchBucket: by the driver's code, 200066 with 253003 inside, as a network that is away. */
  @Test
  void anUploadThatCannotSucceedIsTriedThreeTimes() throws Exception {
    standIn.storeStagesInS3(database, storeIn().endpoint(), "no-such-bucket", 128);
    String uri = write("a.csv", "x,y\n");
    SQLException failure =
        assertThrows(
            SQLException.class, () -> warehouse.files().copy(connection, source(List.of(uri))));
    assertThat(
        failure.getMessage(),
        allOf(containsString("cannot upload " + uri), containsString("NoSuchBucket")));
    assertThat(SnowflakeErrors.isRetryable(failure), is(false));
    assertThat(SnowflakeErrors.isConnectionLost(failure), is(false));
    assertThat(puts(), hasSize(3));
  }

  /**
   * FILE_OPERATION_UPLOAD_ERROR of the driver's ErrorCode (3.28.0), in which PUT wraps the rest.
   */
  @Test
  void anUploadThatFailsTwiceIsDoneTheThirdTime() throws Exception {
    standIn.refuse("^put .*" + database, 2, 200066, "58000");
    String uri = write("a.csv", "x,y\n");
    assertThat(warehouse.files().copy(connection, source(List.of(uri))), is(1L));
    assertThat(puts(), hasSize(3));
  }

  @Test
  void whatTheRoleMayNotIsNotTriedAgain() throws Exception {
    standIn.refuse("^put .*" + database, 1, 3001, "42501");
    String uri = write("a.csv", "x,y\n");
    SQLException refused =
        assertThrows(
            SQLException.class, () -> warehouse.files().copy(connection, source(List.of(uri))));
    assertThat(refused.getErrorCode(), is(3001));
    assertThat(puts(), hasSize(1));
  }

  @Test
  void aFileThatIsGoneIsNamed() throws Exception {
    String uri = Storage.localUri(folder.resolve("gone.csv"));
    SQLException missing =
        assertThrows(
            SQLException.class, () -> warehouse.files().copy(connection, source(List.of(uri))));
    assertThat(missing.getMessage(), containsString("cannot read " + uri));
    assertThat(puts(), empty());
  }

  @Test
  void whatAKilledProcessLeftIsRemovedButNotWhatOthersUse() throws Exception {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    Path left = Files.createTempDirectory(temporary, "snowgauge-upload-");
    Files.writeString(left.resolve("lock"), "");
    Files.writeString(Files.createDirectory(left.resolve("0")).resolve("0.csv"), "x,y\n");
    Path first;
    try (UploadFolder one = new UploadFolder();
        UploadFolder other = new UploadFolder()) {
      first = one.subfolder(0);
      assertThat(Files.exists(left), is(false));
      assertThat(Files.isDirectory(other.subfolder(0)), is(true));
      assertThat(Files.isDirectory(first), is(true));
    }
    assertThat(Files.exists(first.getParent()), is(false));
  }
}
