package io.snowgauge.io.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.transforms.files.AbortableOutput;
import io.snowgauge.transforms.files.ChangedFileException;
import io.snowgauge.transforms.files.ObjectStore;
import io.snowgauge.transforms.files.StoredObject;
import io.snowgauge.transforms.files.UnavailableException;
import io.snowgauge.transforms.files.UploadUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests that every object store has to pass, against what stands for it. */
public abstract class ObjectStoreConformance {
  private ObjectStore store = unreachable();
  private String root = "";

  /** A store that lists two objects at a time. */
  protected abstract ObjectStore store();

  /** Leaves an object in the tier from which it has to come back before it can be read. */
  protected abstract void archive(String uri);

  /** What the store says of it, and what would mend it. */
  protected abstract String whyArchived();

  /** A store at a port where nobody listens. */
  protected abstract ObjectStore unreachable();

  /** Creates a bucket or container of that name; its URI, ending in '/'. */
  protected abstract String createContainer(String name) throws IOException;

  @BeforeEach
  void createRoot() throws IOException {
    store = store();
    root = createContainer("c" + UUID.randomUUID().toString().substring(0, 8));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private void write(String uri, byte[] content) throws IOException {
    try (OutputStream out = store.create(uri)) {
      out.write(content);
    }
  }

  private static byte[] read(InputStream in) throws IOException {
    try (in) {
      return in.readAllBytes();
    }
  }

  private StoredObject find(String uri) throws IOException {
    return store.find(uri).orElseThrow();
  }

  private List<String> list(String prefix) throws IOException {
    List<String> names = new ArrayList<>();
    store.list(root + prefix, found -> names.add(found.uri().substring(root.length())));
    return names;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "100%",
        "a%20b",
        "a%2Fb",
        "a+b",
        "a[1]",
        "st*r",
        "wh?t",
        "a{b}",
        "a#b",
        "a&b=c;d",
        "ünï☃😀",
        "quo'te\"",
        "a:b@c,d$e!(f)",
        "deep/er//x",
        ".hidden",
        "~x",
        "a<b>|^`"
      })
  protected void takesNamesLiterally(String name) throws IOException {
    String uri = root + "p/" + name;
    write(uri, bytes("content of " + name));
    write(root + "p/" + name + ".other", bytes("x"));

    assertThat(list("p/"), containsInAnyOrder("p/" + name, "p/" + name + ".other"));
    assertThat(find(uri).uri(), is(uri));
    assertThat(find(root + "p/" + name + ".other").sizeBytes(), is(1L));
    assertThat(new String(read(store.open(uri)), UTF_8), is("content of " + name));
    assertThat(
        new String(read(store.open(uri, find(uri).etag())), UTF_8), is("content of " + name));

    store.delete(List.of(uri));
    assertThat(list("p/"), contains("p/" + name + ".other"));
  }

  private void writeInPlaceOf(String uri, @Nullable String etag, byte[] bytes) throws IOException {
    try (OutputStream out = store.createInPlaceOf(uri, etag)) {
      out.write(bytes);
    }
  }

  @Test
  protected void createsInPlaceOfOneVersionOnly() throws IOException {
    String uri = root + "conditional";
    byte[] large = new byte[6 << 20];
    writeInPlaceOf(uri, null, bytes("first"));
    assertThrows(ChangedFileException.class, () -> writeInPlaceOf(uri, null, bytes("second")));
    assertThrows(ChangedFileException.class, () -> writeInPlaceOf(uri, null, large));
    assertThat(new String(read(store.open(uri)), UTF_8), is("first"));
    String etag = find(uri).etag();
    writeInPlaceOf(uri, etag, bytes("third"));
    assertThrows(ChangedFileException.class, () -> writeInPlaceOf(uri, etag, bytes("fourth")));
    assertThat(new String(read(store.open(uri)), UTF_8), is("third"));
    writeInPlaceOf(uri, find(uri).etag(), large);
    assertThat(find(uri).sizeBytes(), is((long) large.length));
  }

  @Test
  void whatIsGivenUpIsNotThere() throws IOException {
    for (int size : List.of(10, 6 << 20)) {
      AbortableOutput out = store.createInPlaceOf(root + "given up", null);
      out.write(new byte[size]);
      out.abort();
      out.close();
      assertThat(store.find(root + "given up").isPresent(), is(false));
    }
    store.abortUploads(root + "given up");
  }

  @Test
  void whoeverHasAnUploadUrlCanCreateThatObject() throws Exception {
    String uri = root + "by url/a b%\"";
    byte[] content = bytes("content");
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    UploadUrl url = store.uploadUrl(uri, null, sha256, Duration.ofMinutes(1)).orElseThrow();
    HttpRequest.Builder put =
        HttpRequest.newBuilder(URI.create(url.url()))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(content));
    url.headers().forEach(put::header);
    HttpClient client = HttpClient.newHttpClient();
    HttpResponse<String> answer = client.send(put.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.body(), answer.statusCode() / 100, is(2));
    assertThat(new String(read(store.open(uri)), UTF_8), is("content"));
    HttpResponse<String> again = client.send(put.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(again.body(), again.statusCode() / 100, is(4));
    assertThat(url.toString(), not(containsString("ig=")));
  }

  @Test
  void listsAllPagesWithWhatALookAtEachObjectGives() throws IOException {
    for (int i = 0; i < 7; i++) {
      write(root + "in/" + i, bytes("x".repeat(i)));
    }
    write(root + "in-between", bytes("x"));
    List<StoredObject> listed = new ArrayList<>();
    store.list(root + "in/", listed::add);

    List<StoredObject> looked = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      looked.add(find(root + "in/" + i));
    }
    assertThat(listed.size(), is(7));
    assertThat(listed, containsInAnyOrder(looked.toArray()));
    assertThat(listed.get(0).etag(), not(containsString("\"")));
  }

  @Test
  void listsAFolderWithoutWhatIsDeeper() throws IOException {
    for (String name : List.of("in/a", "in/b", "in/x/1", "in/x/2", "in/x/3", "in/y z/1", "out/1")) {
      write(root + name, bytes("x"));
    }
    List<String> objects = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    store.listFolder(root + "in/", found -> objects.add(found.uri()), folders::add);
    assertThat(objects, containsInAnyOrder(root + "in/a", root + "in/b"));
    assertThat(folders, containsInAnyOrder(root + "in/x/", root + "in/y z/"));
  }

  @Test
  void leavesOutWhatStandsForAFolder() throws IOException {
    write(root + "in/", new byte[0]);
    write(root + "in/a", bytes("x"));
    assertThat(list("in/"), contains("in/a"));
  }

  @Test
  void readsExactlyTheVersionThatWasListed() throws IOException {
    write(root + "x", bytes("first"));
    String first = find(root + "x").etag();
    write(root + "x", bytes("second"));
    String second = find(root + "x").etag();

    assertThat(first, not(second));
    assertThrows(ChangedFileException.class, () -> store.open(root + "x", first));
    assertThat(new String(read(store.open(root + "x", second)), UTF_8), is("second"));
  }

  @Test
  void neverMixesVersionsWhileItReads() throws IOException {
    byte[] first = new byte[9 << 20];
    write(root + "x", first);
    InputStream in = store.open(root + "x", find(root + "x").etag());
    int read = in.read(new byte[1000]);
    write(root + "x", filled(9 << 20, (byte) 1));
    // A store that sends a version to its end, once it began, is fine as well.
    try (in) {
      byte[] rest = in.readAllBytes();
      assertThat(Arrays.equals(rest, new byte[first.length - read]), is(true));
    } catch (ChangedFileException changed) {
      assertThat(changed.getMessage(), containsString(root + "x"));
    }
  }

  private static byte[] filled(int length, byte value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, value);
    return bytes;
  }

  @Test
  void saysOfWhatIsNotThereThatItIsNot() throws IOException {
    write(root + "x", bytes("x"));
    String etag = find(root + "x").etag();
    store.delete(List.of(root + "x", root + "never"));
    store.delete(List.of());
    assertThat(store.find(root + "x"), is(Optional.empty()));
    assertThat(list(""), empty());
    assertThrows(NoSuchFileException.class, () -> store.open(root + "x"));
    assertThrows(NoSuchFileException.class, () -> store.open(root + "x", etag));
  }

  @Test
  void deletesMoreThanAPage() throws IOException {
    List<String> uris = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      uris.add(root + i);
      write(root + i, bytes("x"));
    }
    store.delete(uris);
    assertThat(list(""), empty());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PartOutput.PART_BYTES, PartOutput.PART_BYTES + 1, 21 << 20})
  void writesWithoutKnowingHowMuch(int length) throws IOException {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    try (OutputStream out = store.create(root + "x")) {
      for (int done = 0; done < length; done += 100_000) {
        out.write(content, done, Math.min(100_000, length - done));
      }
      assertThat(store.find(root + "x"), is(Optional.empty()));
    }
    assertThat(find(root + "x").sizeBytes(), is((long) length));
    assertThat(Arrays.equals(read(store.open(root + "x")), content), is(true));
  }

  @Test
  void reachesAContainerThatIsThereAndNoOther() throws IOException {
    store.reach(root);
    store.reach(root + "folder/");
    String missing = root.substring(0, root.length() - 1) + "-missing/";
    IOException refused = assertThrows(IOException.class, () -> store.reach(missing));
    assertThat(refused.getMessage(), containsString(missing));
    assertThat(refused.getMessage(), containsString("404 "));
    assertThat(refused.getMessage(), containsString("; check the name"));
  }

  @Test
  void saysThatAnObjectIsArchived() throws IOException {
    write(root + "x", bytes("text"));
    archive(root + "x");
    StoredObject archived = find(root + "x");
    AccessDeniedException refused =
        assertThrows(
            AccessDeniedException.class, () -> read(store.open(archived.uri(), archived.etag())));
    assertThat(refused.getReason(), is(whyArchived()));
  }

  @Test
  void namesAStoreThatCannotBeReachedAndWhatToCheck() {
    UnavailableException failure =
        assertThrows(UnavailableException.class, () -> unreachable().open(root + "x", "etag"));
    assertThat(failure.isOutage(), is(true));
    assertThat(failure.getMessage(), containsString(root + "x at http://127.0.0.1:1"));
    assertThat(failure.getMessage(), containsString("; check storage."));
    assertThat(failure.getMessage(), containsString("endpoint"));
  }
}
