package io.snowgauge.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * GloboLatte's files, uploaded in random order while a stream runs: first all of them, then the
 * corrections, which overwrite some.
 */
final class GloboLatteUploads {
  /** The store that files are uploaded to, and what tells of them. */
  interface Store {
    /** Puts a blob there; returns when it was modified, as the store says. */
    Instant put(String name, byte[] content);

    /** Tells of blobs, in this order; a name that comes twice is told twice. */
    void tell(List<String> names);
  }

  private static final Pattern PUBLISHED = Pattern.compile(": (\\d+) files with \\d+ records");

  private final Path folder;
  private final Store store;
  private final Random random = new Random(6);
  private int expected;

  GloboLatteUploads(Path folder, Store store) {
    this.folder = folder;
    this.store = store;
  }

  private Path originals() {
    return folder.resolve("originals/globolatte");
  }

  private Path data() {
    return folder.resolve("data/globolatte");
  }

  /** The configuration of the repository, with inputs below {@code root} and more settings. */
  void configure(String root, String more) throws IOException {
    String text =
        Files.readString(Snowgauge.HOME.resolve("runner-configs/direct/globolatte.json"))
            .replace("\"data/globolatte/", "\"" + root + "globolatte/")
            .replaceFirst("\"datasets\"", Matcher.quoteReplacement(more + "\n  \"datasets\""));
    Files.writeString(folder.resolve("globolatte.json"), text);
  }

  /** Uploads everything while {@code stream} runs, which has published all of it when this ends. */
  void upload(Snowgauge.Running stream) throws Exception {
    GloboLatteFiles.generate("--folder", originals().toString());
    upload(stream, originals(), files(originals()));
    copy();
    GloboLatteFiles.generate("--folder", data().toString(), "--corrections");
    List<Path> corrected = new ArrayList<>();
    for (Path file : files(data())) {
      Path original = originals().resolve(data().relativize(file).toString());
      if (!Files.exists(original) || Files.mismatch(original, file) >= 0) {
        corrected.add(file);
      } else {
        Files.setLastModifiedTime(file, Files.getLastModifiedTime(original));
      }
    }
    upload(stream, data(), corrected);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private void copy() throws IOException {
    for (Path file : files(originals())) {
      Path copy = data().resolve(originals().relativize(file).toString());
      Files.createDirectories(copy.toAbsolutePath().getParent());
      Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private void upload(Snowgauge.Running stream, Path root, List<Path> files) throws Exception {
    List<Path> shuffled = new ArrayList<>(files);
    Collections.shuffle(shuffled, random);
    List<String> told = new ArrayList<>();
    for (Path file : shuffled) {
      String name = "globolatte/" + root.relativize(file);
      Instant modified = store.put(name, Files.readAllBytes(file));
      // The oracle goes by the times of the files.
      Files.setLastModifiedTime(file, FileTime.from(modified));
      told.addAll(Collections.nCopies(1 + random.nextInt(3), name));
    }
    Collections.shuffle(told, random);
    store.tell(told);
    expected += files.size();
    assertThat(
        stream.errSoFar(),
        stream.runsUntil(() -> published(stream.errSoFar()) >= expected),
        is(true));
  }

  /** How many files a stream's log says are published. */
  static int published(String log) {
    Matcher lines = PUBLISHED.matcher(log);
    int published = 0;
    while (lines.find()) {
      published += Integer.parseInt(lines.group(1));
    }
    return published;
  }

  /** The tables equal the oracle's, and the ledger has each version once. */
  void assertLoaded() throws Exception {
    LoadedGloboLatte tables = new LoadedGloboLatte(folder.resolve("out/globolatte.duckdb"));
    try (GloboLatteOracle oracle = GloboLatteOracle.of(originals(), data())) {
      assertThat(tables.versions(), is(oracle.versions()));
      assertThat(
          tables.query("SELECT COUNT(*) FROM globolatte.SNOWGAUGE.INGESTION_FILES"),
          is(List.of(String.valueOf(expected))));
      assertThat(tables.sales(), is(oracle.sales()));
      assertThat(tables.products(), is(oracle.products()));
      assertThat(tables.customers(), is(oracle.customers()));
      assertThat(tables.businessUnits(), is(oracle.businessUnits()));
    }
  }
}
