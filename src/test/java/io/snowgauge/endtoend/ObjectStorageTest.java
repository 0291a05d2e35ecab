package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.snowgauge.io.emulators.Azurite;
import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.Moto;
import io.snowgauge.io.files.azure.AzureStore;
import io.snowgauge.io.files.s3.S3Store;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.transforms.files.ObjectStore;
import io.snowgauge.transforms.files.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The quick start with its files in a bucket or a container, beside the same on this machine. */
@ExtendWith({Emulators.class, StandInExtension.class})
@Timeout(600)
class ObjectStorageTest {
  private static final Path QUICK_START = Snowgauge.HOME.resolve("runner-configs/direct");
  private static final String ROWS =
      "SELECT FARM, GROUP_NAME, USER_NAME, SHARE, CONDITION FROM USER_GROUP_SHARES ORDER BY ALL";
  private static final String FILES =
      "SELECT STATUS, count(*), sum(INGESTED_RECORD_COUNT) FROM SNOWGAUGE.INGESTION_FILES"
          + " GROUP BY 1";

  @TempDir Path folder;

  /** The quick start's files, in a store under names that would be globs. */
  private static void upload(ObjectStore store, String rootUri) throws IOException {
    Path data = QUICK_START.resolve("data/lsf");
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (OutputStream out = store.create(rootUri + "in [1]/" + data.relativize(file))) {
          Files.copy(file, out);
        }
      }
    }
  }

  private Site site(String name, String input, String archive, String storage) throws IOException {
    return Site.with(
        folder.resolve(name),
        """
        {
          "warehouse": { "type": "duckdb" },
          "archive": "%s",
          "storage": %s,
          "datasets": {
            "user_groups": {
              "input": "%s",
              "format": { "type": "lsf" },
              "table": "USER_GROUP_SHARES",
              "publish": "replace",
              "rejects": { "max": 5 }
            }
          }
        }
        """
            .formatted(archive, storage, input.replace("\\", "\\\\")));
  }

  private Site local() throws IOException {
    String input = QUICK_START.resolve("data/lsf") + "/{farm}/lsb.users*";
    return site("local", input, "archive/", "{}");
  }

  private static Snowgauge.Ended run(Site site, String... arguments) {
    return site.snowgauge().with("AZURE_KEY", Azurite.KEY).with(Moto.ENVIRONMENT).run(arguments);
  }

  private static List<String> records(ObjectStore store, String prefixUri) throws IOException {
    return lines(store, prefixUri, ".ndjson");
  }

  private static List<String> lines(ObjectStore store, String prefixUri, String suffix)
      throws IOException {
    List<StoredObject> parts = new ArrayList<>();
    store.list(prefixUri, parts::add);
    parts.removeIf(part -> !part.uri().endsWith(suffix));
    List<String> lines = new ArrayList<>();
    for (StoredObject part : parts) {
      try (InputStream in = store.open(part.uri())) {
        new String(in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .forEach(line -> lines.add(withoutTime(line)));
      }
    }
    return lines.stream().sorted().toList();
  }

  private static String withoutTime(String line) {
    return line.replaceFirst("\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"\"");
  }

  private void assertLoadsAsFromThisMachine(Site remote, ObjectStore store, String rootUri)
      throws Exception {
    upload(store, rootUri);
    Site local = local();
    Snowgauge.Ended expected = local.run();
    assertThat(expected.toString(), expected.exitCode(), is(0));

    Snowgauge.Ended first = run(remote, "run");
    assertThat(first.toString(), first.exitCode(), is(0));
    assertThat(first.messages(), is(""));
    Snowgauge.Ended second = run(remote, "run");
    assertThat(second.toString(), second.exitCode(), is(0));
    assertThat(second.out(), startsWith("user_groups: nothing new, all 4 files are loaded\n"));

    assertThat(remote.query(ROWS), is(local.query(ROWS)));
    assertThat(remote.query(FILES), is(local.query(FILES)));
    assertThat(
        records(store, rootUri + "archive/"),
        is(local.ndjson().stream().map(ObjectStorageTest::withoutTime).sorted().toList()));
    assertThat(lines(store, rootUri + "archive/", "-rejects.jsonl"), hasSize(2));
    assertThat(remote.files("archive"), empty());
    Snowgauge.Ended inferred = run(remote, "infer", rootUri + "in [1]/aurora/lsb.users");
    assertThat(inferred.toString(), inferred.exitCode(), is(0));
    assertThat(inferred.out(), containsString("\"lsf\""));
  }

  private static String newName() {
    return "b" + UUID.randomUUID().toString().substring(0, 8);
  }

  @Test
  void filesInS3AreLoadedAsFromThisMachine() throws Exception {
    Moto moto = Emulators.moto();
    String bucket = newName();
    moto.createBucket(bucket);
    String root = "s3://" + bucket + "/";
    String endpoint = "{ \"s3\": { \"region\": \"us-east-1\", \"endpoint\": \"%s\" } }";
    Site site =
        site(
            "s3",
            root + "in \\[1]/{farm}/lsb.users*",
            root + "archive/",
            endpoint.formatted(moto.endpoint()));
    assertLoadsAsFromThisMachine(site, new S3Store(moto.s3()), root);

    Snowgauge.Ended parsed = run(site, "parse", root + "in [1]/cirrus/lsb.users");
    assertThat(parsed.toString(), parsed.exitCode(), is(0));
    assertThat(parsed.err(), containsString("rejected line 6, column 47: "));

    // As the shell leaves it for what is printed: infer … > new.json
    Files.createFile(folder.resolve("s3/new.json"));
    Snowgauge.Ended inferred =
        run(
            site,
            "infer",
            "--config=new.json",
            "--awsRegion=us-east-1",
            "--endpoint=" + moto.endpoint(),
            root + "in [1]/cirrus/lsb.users");
    assertThat(inferred.toString(), inferred.exitCode(), is(0));

    Snowgauge.Ended checked = run(site, "check");
    assertThat(checked.toString(), checked.exitCode(), is(0));
    assertThat(
        checked.outLines(),
        hasItems(
            "ok   datasets.user_groups.input: 4 files match " + root + "in \\[1]/{farm}/lsb.users*",
            "ok   archive: " + root + "archive/: an object was written and deleted"));
  }

  @Test
  void filesInAzureAreLoadedAsFromThisMachine() throws Exception {
    Azurite azurite = Emulators.azurite();
    String container = newName();
    azurite.createContainer(container);
    String root = "azfs://" + Azurite.ACCOUNT + "/" + container + "/";
    String url = "https://" + Azurite.ACCOUNT + ".blob.core.windows.net/" + container + "/";
    String storage =
        """
        { "azure": { "endpoint": "%s",
          "auth": { "type": "accountKey", "accountKey": "${env:AZURE_KEY}" } } }
        """;
    Site site =
        site(
            "azure",
            url + "in%20%5B1]/{farm}/lsb.users*",
            url + "archive/",
            storage.formatted(azurite.endpoint()));
    assertLoadsAsFromThisMachine(site, new AzureStore(azurite.access()), root);
  }

  @Test
  void aStoreThatCannotBeReachedEndsTheRunWithWhatToCheck() throws Exception {
    Site site =
        site(
            "unreachable",
            "s3://bucket/in/*",
            "archive/",
            "{ \"s3\": { \"endpoint\": \"http://127.0.0.1:1\" } }");
    Snowgauge.Ended ended = run(site, "run");
    assertThat(ended.toString(), ended.exitCode(), is(1));
    assertThat(
        ended.err(),
        containsString("snowgauge: user_groups: s3://bucket/in/ at http://127.0.0.1:1"));
    assertThat(ended.err(), containsString("; check storage.s3.region and storage.s3.endpoint"));
  }

  @Test
  void partsStagedInS3AreUploadedToSnowflake() throws Exception {
    Moto moto = Emulators.moto();
    String bucket = newName();
    moto.createBucket(bucket);
    String root = "s3://" + bucket + "/";
    ObjectStore store = new S3Store(moto.s3());
    upload(store, root);
    String configuration =
        """
        {
          "warehouse": {},
          "archive": "%1$sarchive/",
          "staging": "%1$sparts 100%%/",
          "storage": { "s3": { "endpoint": "%2$s" } },
          "datasets": {
            "user_groups": {
              "input": "%1$sin \\\\[1]/{farm}/lsb.users*",
              "format": { "type": "lsf" },
              "table": "USER_GROUP_SHARES",
              "publish": "replace",
              "rejects": { "max": 5 }
            }
          }
        }
        """
            .formatted(root, moto.endpoint());
    Site local = local();
    assertThat(local.run().exitCode(), is(0));
    Path there = Files.createDirectories(folder.resolve("snowflake"));
    try (SnowflakeSite snowflake =
        SnowflakeSite.create(there, "snowgauge.json", configuration, "main", Moto.ENVIRONMENT)) {
      Snowgauge.Ended ended = snowflake.run("run");
      assertThat(ended.toString(), ended.exitCode(), is(0));
      String rows = ROWS.replace("USER_GROUP_SHARES", "\"main\".USER_GROUP_SHARES");
      assertThat(snowflake.query(rows), is(local.query(ROWS)));
    }
    List<String> left = new ArrayList<>();
    store.list(root + "parts 100%/", found -> left.add(found.uri()));
    assertThat(left, empty());
    assertThat(records(store, root + "archive/"), hasSize(47));
  }
}
