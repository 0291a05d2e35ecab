package io.snowgauge.transforms.staging;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.RecordCounter;
import io.snowgauge.transforms.record.RecordParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HeapRoomTest {
  /** As the JVM says it of an array that does not fit. */
  private static final String NO_ROOM = "Java heap space";

  @TempDir Path root;
  private StagingFolder folder;

  @BeforeEach
  void useTheFolder() {
    folder = new StagingFolder(root);
  }

  /** What becomes of memory while a file is read. */
  private interface Heap {
    /** Takes what a text needs. */
    void take(String text);
  }

  /** User groups, whose parser needs memory for each text after it has read it. */
  private record Hungry(Heap heap) implements Format {
    private static final Format REAL = new UserGroupFormat(200);

    @Override
    public List<Column> columns() {
      return REAL.columns();
    }

    @Override
    public long longestText() {
      return REAL.longestText();
    }

    @Override
    public RecordCounter newCounter() {
      return REAL.newCounter();
    }

    @Override
    public RecordParser newParser() {
      return this::parse;
    }

    private ParseResult parse(InputStream in, ParseListener listener) throws IOException {
      byte[] text = in.readAllBytes();
      ParseResult result = REAL.newParser().parse(new ByteArrayInputStream(text), listener);
      heap.take(new String(text, StandardCharsets.UTF_8));
      return result;
    }
  }

  private Dataset dataset(Heap heap) {
    return new Dataset(
        "user_groups",
        InputPattern.parse(folder.uri("in/lsb.users*")),
        new Hungry(heap),
        "USER_GROUP_SHARES",
        PublishMode.APPEND,
        List.of(),
        Tolerance.NONE);
  }

  private SourceFile source(String name, String group) throws IOException {
    return folder.source(
        name, "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\n" + group + " (u v)\nEnd UserGroup\n");
  }

  private List<StagedFile> stage(Heap heap, SourceFile... files) throws Exception {
    try (BundleStaging bundle =
        new BundleStaging(dataset(heap), folder.area(), 2, new StagingProgress())) {
      for (SourceFile file : files) {
        bundle.stage(file);
      }
      return bundle.finish();
    }
  }

  @Test
  void aRecordThatDoesNotFitFailsItsFile() throws Exception {
    List<StagedFile> staged =
        stage(
            text -> {
              if (text.contains("large")) {
                throw new OutOfMemoryError(NO_ROOM);
              }
            },
            source("lsb.users.1", "small"),
            source("lsb.users.2", "large"),
            source("lsb.users.3", "small"));
    assertThat(staged, hasSize(3));
    assertThat(staged.get(0).failure(), is(nullValue()));
    assertThat(staged.get(2).failure(), is(nullValue()));
    assertThat(
        staged.get(1).failure(),
        is(
            "expected records that fit into the program's memory of %d MiB but found one that does"
                    .formatted(Runtime.getRuntime().maxMemory() >> 20)
                + " not, the first behind line 3; give it more, such as"
                + " SNOWGAUGE_JAVA_OPTS=-Xmx1g, or refuse such records (format.maxRecordBytes)"));
    assertThat(staged.get(1).csvParts(), is(empty()));
    assertThat(folder.archived(), hasSize(2));
  }

  /** Two files that fit one after the other: the one that has no room waits for the other. */
  @Test
  void whatOnlyDoesNotFitBesideAnotherIsReadAlone() throws Exception {
    AtomicInteger readers = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    CountDownLatch refusal = new CountDownLatch(1);
    List<StagedFile> staged =
        stage(
            text -> {
              try {
                if (readers.incrementAndGet() > 1) {
                  refused.incrementAndGet();
                  refusal.countDown();
                  throw new OutOfMemoryError(NO_ROOM);
                }
                refusal.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              } finally {
                readers.decrementAndGet();
              }
            },
            source("lsb.users.1", "a"),
            source("lsb.users.2", "b"));
    assertThat(refused.get(), is(1));
    assertThat(staged.stream().map(StagedFile::accepted).toList(), is(List.of(2L, 2L)));
    assertThat(staged.get(0).failure(), is(nullValue()));
    assertThat(staged.get(1).failure(), is(nullValue()));
    assertThat(folder.archived(), hasSize(2));
  }
}
