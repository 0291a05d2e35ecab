package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.ChangedFileException;
import io.snowgauge.transforms.files.Content;
import io.snowgauge.transforms.files.DamagedContentException;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.files.Sha256;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.record.Included;
import io.snowgauge.transforms.record.Inclusions;
import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.record.Row;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files that one file includes, each read once: whoever asks for one again is given the same
 * text.
 */
public final class IncludedFiles {
  private static final int MAX_DEPTH = 16;
  private static final int MAX_INCLUSIONS = 1000;
  private static final int MAX_BYTES = 16 << 20;

  /** Of all of them together, for they are kept. */
  private static final long MAX_ALL_BYTES = 64 << 20;

  /** A small file may not become a large one by naming the same text again and again. */
  private static final long MAX_TEXT = 128 << 20;

  /** A listing looks no further into what is packed. */
  private static final long MAX_UNPACKED = 64_000_000_000L;

  private final String uri;
  private final InputPattern input;
  private final IncludeFolders folders;
  private final Map<String, Found> found = new HashMap<>();
  private final Reader parser = new Reader();
  private long allBytes;
  private @Nullable IOException outage;

  /** What came of looking for a file: its text, or why there is none. */
  private record Found(@Nullable Included file, Instant modified, String version, String reason) {
    /** What cannot be read is told, and identified, by the reason. */
    static Found nothing(String reason) {
      return new Found(null, Instant.EPOCH, reason, reason);
    }

    /** As what was listed of a local file is not surely what was read, its text counts as well. */
    static Found of(SourceFile version, byte[] text) {
      return new Found(
          new Included(version.uri(), text, List.of()),
          version.lastModified(),
          version.fileId() + Sha256.identity(text, 32),
          "");
    }
  }

  /** Those of a file of a dataset. */
  IncludedFiles(Dataset dataset, String uri) {
    this.uri = uri;
    this.input = dataset.input();
    this.folders = IncludeFolders.of(dataset);
  }

  /**
   * The version of a file together with those that it includes, if its dataset follows them: as
   * they are now. What is wrong with them is for staging the file to say.
   *
   * @throws IOException if the storage cannot be asked
   */
  public static SourceFile identified(Dataset dataset, SourceFile file) throws IOException {
    if (dataset.format().includeFolders().isEmpty() || LinkOut.of(file, dataset) != null) {
      return file;
    }
    IncludedFiles included = new IncludedFiles(dataset, file.uri());
    try (InputStream in = Content.open(new BufferedInputStream(Storage.open(file)), MAX_UNPACKED)) {
      dataset.format().newParser(included.forParser()).parse(in, new Nobody());
    } catch (IOException e) {
      if (isOutage(file.uri(), e)) {
        throw e;
      }
    }
    if (included.outage != null) {
      throw included.outage;
    }
    return included.with(file);
  }

  /** Whether a failure to read a file says nothing of it. */
  private static boolean isOutage(String uri, IOException e) {
    return !(Storage.isLocal(uri)
        || e instanceof FileSystemException
        || e instanceof ChangedFileException
        || e instanceof DamagedContentException
        || ReadFailure.isRefusal(e));
  }

  /** As the parser is given them; what it asks for is the file's version. */
  Inclusions forParser() {
    return parser;
  }

  /** As the counter is given them, which may look further than the parser. */
  Inclusions forCounter() {
    return new Reader();
  }

  /**
   * The version of the file itself together with all that the parser asked for. The newest of them
   * tells when it was modified, which is all that tells versions of a local file: so its own time
   * is among what is included.
   */
  SourceFile with(SourceFile itself) {
    return parser.versions.isEmpty() ? itself : itself.including(version(itself), parser.newest);
  }

  /** Whether a version was of what the parser asked for. */
  boolean isVersionOf(SourceFile file) {
    return parser.versions.isEmpty()
        ? file.included() == null
        : version(file).equals(file.included());
  }

  /** Those that are files of the dataset by themselves: what they hold is loaded with both. */
  List<String> inputs() {
    return parser.versions.keySet().stream()
        .filter(included -> input.match(included).isPresent())
        .toList();
  }

  private String version(SourceFile itself) {
    StringBuilder all = new StringBuilder();
    if (Storage.isLocal(uri)) {
      all.append(itself.lastModified()).append('\0');
    }
    parser.versions.forEach(
        (each, version) -> all.append(each).append('\0').append(version).append('\0'));
    return Sha256.identity(all.toString(), 16);
  }

  private final class Reader implements Inclusions {
    private final SortedMap<String, String> versions = new TreeMap<>();
    private Instant newest = Instant.EPOCH;
    private int inclusions;
    private long textBytes;

    @Override
    public Included find(String name, @Nullable Included in) throws UnavailableException {
      inclusions++;
      if (inclusions > MAX_INCLUSIONS) {
        throw new UnavailableException(
            "expected at most " + MAX_INCLUSIONS + " includes but found more");
      }
      String named = folders.resolve(name, in == null ? uri : in.uri());
      List<String> path = new ArrayList<>(in == null ? List.of(uri) : in.path());
      if (in != null) {
        path.add(in.uri());
      }
      if (path.contains(named)) {
        throw new UnavailableException("expected another file but it includes itself");
      }
      if (path.size() > MAX_DEPTH) {
        throw new UnavailableException(
            "expected at most " + MAX_DEPTH + " files in each other but found more");
      }
      Found file = found.computeIfAbsent(named, IncludedFiles.this::read);
      versions.put(named, file.version());
      newest = file.modified().isAfter(newest) ? file.modified() : newest;
      if (file.file() == null) {
        throw new UnavailableException(file.reason());
      }
      textBytes += file.file().text().length;
      if (textBytes > MAX_TEXT) {
        throw new UnavailableException(
            "expected at most " + MAX_TEXT + " bytes that are included but found more");
      }
      return new Included(named, file.file().text(), path);
    }
  }

  private Found read(String named) {
    try {
      SourceFile version = Storage.find(named, Map.of()).orElse(null);
      if (version == null) {
        return Found.nothing("expected a file but found none");
      }
      if (Storage.isLocal(named) && !folders.contain(Storage.localPath(named).toRealPath())) {
        return Found.nothing("expected no link to a file elsewhere");
      }
      try (InputStream in =
          Content.open(new BufferedInputStream(Storage.open(version)), MAX_UNPACKED)) {
        byte[] text = in.readNBytes(MAX_BYTES + 1);
        allBytes += text.length;
        if (text.length > MAX_BYTES || allBytes > MAX_ALL_BYTES) {
          return Found.nothing(
              "expected at most %d bytes, %d with others, but found more"
                  .formatted(MAX_BYTES, MAX_ALL_BYTES));
        }
        return Found.of(version, text);
      }
    } catch (IOException e) {
      if (isOutage(named, e) && outage == null) {
        outage = e;
      }
      return Found.nothing(ReadFailure.why(named, e));
    }
  }

  /** Takes what nobody wants. */
  private static final class Nobody implements ParseListener {
    @Override
    public void record(Row row) {}

    @Override
    public void reject(Reject reject) {}

    @Override
    public void notice(String message) {}
  }
}
