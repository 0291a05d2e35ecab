package io.snowgauge.pipelines.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.transforms.files.AbortableOutput;
import io.snowgauge.transforms.files.ChangedFileException;
import io.snowgauge.transforms.files.ObjectStore;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.files.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store may allow any of listing, reading, writing and deleting, without the others. */
class FileCheckTest {
  private static final String FOLDER = "trial://bucket/archive/";

  private enum Right {
    READ,
    WRITE,
    DELETE
  }

  /** Objects in memory, for those who have the rights. */
  private static final class Store implements ObjectStore {
    private final Map<String, byte[]> objects = new TreeMap<>();
    private final Set<String> written = new HashSet<>();
    private final Set<Right> lacking = new HashSet<>();

    private void require(Right right, String uri) throws AccessDeniedException {
      if (lacking.contains(right)) {
        throw new AccessDeniedException(uri, null, "you may not " + right);
      }
    }

    @Override
    public InputStream open(String uri) throws IOException {
      require(Right.READ, uri);
      return new ByteArrayInputStream(objects.getOrDefault(uri, new byte[0]));
    }

    @Override
    public InputStream open(String uri, String etag) throws IOException {
      return open(uri);
    }

    @Override
    public OutputStream create(String uri) throws IOException {
      require(Right.WRITE, uri);
      return new ByteArrayOutputStream() {
        @Override
        public void close() {
          written.add(uri);
          objects.put(uri, toByteArray());
        }
      };
    }

    @Override
    public void delete(Collection<String> uris) throws IOException {
      require(Right.DELETE, uris.iterator().next());
      objects.keySet().removeAll(uris);
    }

    @Override
    public void reach(String uri) {}

    @Override
    public Optional<StoredObject> find(String uri) {
      throw new AssertionError("nobody asks for this");
    }

    @Override
    public void list(String prefixUri, Visitor<StoredObject> found) {
      throw new AssertionError("nobody asks for this");
    }

    @Override
    public void listFolder(String prefixUri, Visitor<StoredObject> found, Visitor<String> folders) {
      throw new AssertionError("nobody asks for this");
    }

    @Override
    public AbortableOutput createInPlaceOf(String uri, @Nullable String etag)
        throws ChangedFileException {
      throw new AssertionError("nobody asks for this");
    }
  }

  private final Store store = new Store();

  @BeforeEach
  void useTheStore() {
    Storage.use("trial", store);
  }

  private static SourceFile file() {
    return new SourceFile("trial://bucket/in/a.csv", "e1", 3, Instant.EPOCH, Map.of());
  }

  @Test
  void anObjectIsWrittenAndDeleted() {
    assertThat(
        FileCheck.ownFolder("archive", FOLDER),
        is(Finding.ok("archive", FOLDER + ": an object was written and deleted")));
    assertThat(store.written.size(), is(1));
    assertThat(
        store.written.iterator().next(),
        matchesPattern("trial://bucket/archive/\\.snowgauge-check-[0-9a-f-]{36}"));
    assertThat(store.objects, is(anEmptyMap()));
  }

  @Test
  void whoMayOnlyListIsToldThatWritingFails() {
    store.lacking.add(Right.WRITE);
    Finding finding = FileCheck.ownFolder("staging", FOLDER);
    assertThat(finding.verdict(), is(Finding.Verdict.FAILED));
    assertThat(
        finding.message(),
        matchesPattern("an object cannot be written: trial://bucket/.*: you may not WRITE"));
  }

  @Test
  void whoMayNotDeleteIsToldWhatStays() {
    store.lacking.add(Right.DELETE);
    Finding finding = FileCheck.ownFolder("staging", FOLDER);
    assertThat(finding.verdict(), is(Finding.Verdict.FAILED));
    String left = store.objects.keySet().iterator().next();
    assertThat(
        finding.message(),
        is(
            "an object was written and cannot be deleted, so that %1$s stays: %1$s: you may not"
                    .formatted(left)
                + " DELETE"));
  }

  @Test
  void inSomebodyElsesFolderNothingIsWritten() {
    store.lacking.add(Right.WRITE);
    assertThat(
        FileCheck.folder("extract.x.destination", FOLDER),
        is(Finding.ok("extract.x.destination", FOLDER + " can be listed; writing is not tried")));
  }

  @Test
  void theFirstBytesOfAFileAreReallyRead() {
    store.objects.put(file().uri(), "abc".getBytes(UTF_8));
    assertThat(FileCheck.whyNotRead(file()), is(Optional.empty()));
    store.lacking.add(Right.READ);
    assertThat(
        FileCheck.whyNotRead(file()),
        is(
            Optional.of(
                "trial://bucket/in/a.csv is listed but cannot be read: trial://bucket/in/a.csv:"
                    + " you may not READ")));
  }
}
