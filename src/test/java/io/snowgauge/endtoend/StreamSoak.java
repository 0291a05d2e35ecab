package io.snowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.snowgauge.io.emulators.Azurite;
import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.KafkaBroker;
import io.snowgauge.io.emulators.KafkaExtension;
import io.snowgauge.io.files.azure.AzureStore;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Some minutes of small files, by hand (CONTRIBUTING.md has the command and docs/measured.md the
 * figures): nothing is lost or doubled, and memory stays flat.
 */
@ExtendWith({Emulators.class, KafkaExtension.class})
@Timeout(1200)
class StreamSoak {
  private static final int FILES = Integer.getInteger("files", 10_000);
  private static final int WAVES = 10;

  @TempDir Path folder;

  @Test
  void nothingIsLostOrDoubledAndMemoryStaysFlat() throws Exception {
    Azurite azurite = Emulators.azurite();
    azurite.createContainer("soak");
    KafkaBroker broker = KafkaExtension.broker();
    broker.createTopic("soak", 2);
    AzureStore store = new AzureStore(azurite.access());
    String root = "azfs://" + Azurite.ACCOUNT + "/soak/";
    Files.writeString(
        folder.resolve("snowgauge.json"),
        """
        {
          "storage": { "azure": { "endpoint": "%s",
            "auth": { "type": "accountKey", "accountKey": "${env:AZURE_KEY}" } } },
          "notifications": { "type": "kafka", "bootstrapServers": "%s", "topic": "soak" },
          "batch": { "interval": "5 seconds" }, "sweep": "1 hour",
          "datasets": { "rows": { "input": "%s*.csv", "format": { "type": "csv" }, "table": "ROWS",
            "columns": { "id": "INTEGER NOT NULL", "text": "STRING" }, "publish": "append" } }
        }
        """
            .formatted(azurite.endpoint(), broker.bootstrapServers(), root));
    Snowgauge.Running stream = Snowgauge.in(folder).with("AZURE_KEY", Azurite.KEY).start("stream");
    Random random = new Random(10);
    List<Long> resident = new ArrayList<>();
    List<Long> heap = new ArrayList<>();
    long start = System.nanoTime();
    try {
      assertThat(stream.runsUntil(() -> stream.outSoFar().contains("Stream ")), is(true));
      for (int wave = 0; wave < WAVES; wave++) {
        List<String> events = new ArrayList<>();
        for (int i = wave * FILES / WAVES; i < (wave + 1) * FILES / WAVES; i++) {
          String name = "f" + i + ".csv";
          try (OutputStream out = store.create(root + name)) {
            out.write("id,text\n%1$d,a\n%1$d,b\n".formatted(i).getBytes(UTF_8));
          }
          String event = BlobCreated.eventGrid("soak", name, store.find(root + name).orElseThrow());
          events.addAll(Collections.nCopies(1 + random.nextInt(2), event));
        }
        Collections.shuffle(events, random);
        broker.produce("soak", events);
        int expected = (wave + 1) * FILES / WAVES;
        assertThat(
            stream.runsUntil(() -> GloboLatteUploads.published(stream.errSoFar()) >= expected),
            is(true));
        resident.add(stream.residentKilobytes() / 1024);
        heap.add(stream.liveHeapKilobytes());
        System.out.printf(
            "%,d files after %d s, resident %d MB, live heap %,d kB%n",
            expected,
            (System.nanoTime() - start) / 1_000_000_000,
            resident.get(wave),
            heap.get(wave));
      }
      stream.terminate();
      System.out.println(lastLag(stream.await().err()));
    } finally {
      stream.kill();
    }
    Site site = new Site(folder);
    assertThat(
        site.query("SELECT COUNT(*), COUNT(DISTINCT ID), SUM(ID) FROM ROWS"),
        is(List.of("%d | %d | %d".formatted(2 * FILES, FILES, (long) FILES * (FILES - 1)))));
    assertThat(
        site.query("SELECT STATUS, COUNT(*) FROM SNOWGAUGE.INGESTION_FILES GROUP BY ALL"),
        is(List.of("PUBLISHED | " + FILES)));
    assertThat(
        resident.toString(), resident.get(WAVES - 1), lessThan(resident.get(WAVES / 2) * 13 / 10));
    // What Beam's DirectRunner keeps of each bundle; docs/measured.md.
    long grownBy = heap.get(WAVES - 1) - heap.get(0);
    assertThat(heap.toString(), grownBy, lessThan(2L * FILES));
  }

  private static String lastLag(String log) {
    return log.lines().filter(line -> line.contains("lag p50")).reduce((a, b) -> b).orElse("");
  }
}
