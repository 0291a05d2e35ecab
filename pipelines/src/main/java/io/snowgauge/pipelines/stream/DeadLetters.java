package io.snowgauge.pipelines.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.transforms.files.Outage;
import io.snowgauge.transforms.files.Sha256;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps notifications that cannot be understood, each in a file of its own: {@code <hash>.json},
 * with the reason and the notification as it came. One that comes again overwrites its file. Where
 * the folder cannot be written, it is waited for.
 */
final class DeadLetters extends PTransform<PCollection<KV<String, byte[]>>, PDone> {
  private final String folderUri;

  private DeadLetters(String folderUri) {
    this.folderUri = folderUri;
  }

  /** Keeps them in a folder, whose URI ends in '/'. */
  static DeadLetters in(String folderUri) {
    return new DeadLetters(folderUri);
  }

  @Override
  public PDone expand(PCollection<KV<String, byte[]>> unreadable) {
    unreadable.apply("Write", ParDo.of(new WriteFn(folderUri)));
    return PDone.in(unreadable.getPipeline());
  }

  private static final class WriteFn extends DoFn<KV<String, byte[]>, Void> {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Outage OUTAGE = Outage.of("keeping a notification that cannot be read");

    private final String folderUri;

    WriteFn(String folderUri) {
      this.folderUri = folderUri;
    }

    @ProcessElement
    public void write(@Element KV<String, byte[]> unreadable)
        throws IOException, InterruptedException {
      byte[] notification = unreadable.getValue();
      Map<String, String> letter = new LinkedHashMap<>();
      letter.put("reason", unreadable.getKey());
      letter.put("received_at", Instant.now().toString());
      try {
        letter.put(
            "notification",
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(notification)).toString());
      } catch (CharacterCodingException e) {
        letter.put("notification_hex", HexFormat.of().formatHex(notification));
      }
      String uri = folderUri + Sha256.identity(notification, 16) + ".json";
      keep(uri, JSON.writeValueAsBytes(letter));
      LOG.warn("a notification cannot be read ({}); it is kept in {}", unreadable.getKey(), uri);
    }

    private static void keep(String uri, byte[] letter) throws InterruptedException {
      while (true) {
        try (OutputStream out = Storage.create(uri)) {
          out.write(letter);
          out.write('\n');
        } catch (IOException e) {
          Thread.sleep(OUTAGE.failed(e).toMillis());
          continue;
        }
        OUTAGE.end();
        return;
      }
    }
  }
}
