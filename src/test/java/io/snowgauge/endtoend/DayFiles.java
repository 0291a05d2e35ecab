package io.snowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowgauge.io.emulators.Azurite;
import io.snowgauge.io.emulators.FaultProxy.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of a day: good ones, some of which are overwritten, and bad ones, most of which are
 * mended. It is the oracle, too: the last good content of each file is what the tables have to
 * hold, whatever becomes of events, systems and the process.
 */
final class DayFiles {
  /** What is wrong with a file. */
  enum Poison {
    /** The columns are others. */
    HEADER,
    /** One value of several is none. */
    VALUE,
    /** It begins like gzip and is none. */
    JUNK,
    /** It is in the archive tier; moto would hand it out, so that its proxy answers as S3 does. */
    ARCHIVED,
    /** The store refuses it for want of a right. */
    FORBIDDEN,
    /** It was written with a key that the reader may not use. */
    KEY,
    /** Each download ends in the middle. */
    CUT;

    /** Whether the content is good, so that it is in once it can be read. */
    boolean isRefusal() {
      return this == ARCHIVED || this == FORBIDDEN || this == KEY;
    }

    /** What the proxy before a store makes of requests for such a file; null if nothing. */
    @Nullable Fault fault(boolean isAzure) {
      return switch (this) {
        case FORBIDDEN -> new Fault.Status(403);
        case CUT -> new Fault.Cut();
        case ARCHIVED ->
            isAzure ? null : s3("InvalidObjectState", "The operation is not valid for its class");
        case KEY ->
            isAzure
                ? new Fault.Answer(
                    409, Map.of("x-ms-error-code", "BlobUsesCustomerSpecifiedEncryption"), "")
                : s3("AccessDenied", "you are not authorized to perform: kms:Decrypt");
        default -> null;
      };
    }

    private static Fault s3(String code, String message) {
      return new Fault.Answer(
          403,
          Map.of("Content-Type", "application/xml"),
          "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>");
    }
  }

  /** A file, by its dataset. */
  record Name(DayInput input, String file) {}

  /** A file, and whether what was written before can be read since now. */
  record Mended(Name name, boolean isBack) {}

  /** A second lies between two versions, for stores tell times by the second. */
  private static final long BETWEEN_VERSIONS_NANOS = 1_500_000_000L;

  private final List<DayInput> inputs;
  private final Random random;
  private final Azurite azurite;
  private final Map<Name, Integer> good = new HashMap<>();
  private final Map<Name, Long> written = new HashMap<>();
  private final List<Name> poisoned = new ArrayList<>();
  private final Map<Name, Poison> poisons = new HashMap<>();
  private final Map<Name, Integer> unreadable = new HashMap<>();
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private int count;
  private int versions;

  DayFiles(List<DayInput> inputs, Random random, Azurite azurite) {
    this.inputs = inputs;
    this.random = random;
    this.azurite = azurite;
  }

  /** What becomes of requests for a file that may not be read; null of others. */
  @Nullable Fault fault(String path) {
    return faults.get(path);
  }

  private static String text(String file, int version) {
    StringBuilder text = new StringBuilder("file,row,version\n");
    for (int row = 0; row < 5; row++) {
      text.append(file).append(',').append(row).append(',').append(version).append('\n');
    }
    return text.toString();
  }

  private void put(Name name, String content) throws IOException {
    put(name, content.getBytes(UTF_8));
  }

  private void put(Name name, byte[] content) throws IOException {
    name.input().put(name.file(), content);
    written.put(name, System.nanoTime());
  }

  private Name newName() {
    return new Name(inputs.get(random.nextInt(inputs.size())), "f" + count++ + ".csv");
  }

  /** A new good file. */
  Name create() throws IOException {
    Name name = newName();
    putGood(name);
    return name;
  }

  private void putGood(Name name) throws IOException {
    int version = ++versions;
    put(name, text(name.file(), version));
    good.put(name, version);
  }

  /** Another content of a file whose rows are replaced or merged; null where there is none yet. */
  Name overwrite() throws IOException {
    List<Name> names =
        good.keySet().stream()
            .filter(name -> !name.input().publish().equals("append") && !poisons.containsKey(name))
            .filter(this::mayBeOverwritten)
            .sorted((one, other) -> one.toString().compareTo(other.toString()))
            .toList();
    if (names.isEmpty()) {
      return null;
    }
    Name name = names.get(random.nextInt(names.size()));
    putGood(name);
    return name;
  }

  private boolean mayBeOverwritten(Name name) {
    return System.nanoTime() - written.getOrDefault(name, 0L) > BETWEEN_VERSIONS_NANOS;
  }

  /** A new file that cannot be loaded as it is. */
  Name poison() throws IOException {
    Name name = newName();
    Poison poison = Poison.values()[random.nextInt(Poison.values().length)];
    int version = ++versions;
    String content = text(name.file(), version);
    String path = name.input().path(name.file());
    Fault fault = poison.fault(name.input().isAzure());
    if (fault != null) {
      faults.put(path, fault);
    }
    switch (poison) {
      case HEADER -> put(name, "other,columns\n1,2\n");
      case VALUE -> put(name, content + name.file() + ",x," + version + "\n");
      case JUNK -> put(name, new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 1, 2, 3});
      default -> put(name, content);
    }
    if (poison == Poison.ARCHIVED && name.input().isAzure()) {
      azurite.archive(DayInput.BUCKET, name.input().dataset() + "/" + name.file());
    }
    if (poison.isRefusal()) {
      unreadable.put(name, version);
    }
    poisons.put(name, poison);
    poisoned.add(name);
    return name;
  }

  /** Mends the file that has been bad for longest; null where there is none. */
  Mended mend() throws IOException {
    return mend(poisoned.stream().filter(this::mayBeOverwritten).findFirst().orElse(null));
  }

  /** Mends what needs no other content: each is readable from now on. */
  List<Mended> mendRefusals() throws IOException {
    List<Mended> mended = new ArrayList<>();
    for (Name name : Set.copyOf(unreadable.keySet())) {
      mended.add(mend(name));
    }
    return mended;
  }

  private Mended mend(Name name) throws IOException {
    if (name == null) {
      return null;
    }
    poisoned.remove(name);
    Poison poison = poisons.remove(name);
    if (poison.isRefusal()) {
      if (poison == Poison.ARCHIVED && name.input().isAzure()) {
        azurite.rehydrate(DayInput.BUCKET, name.input().dataset() + "/" + name.file());
      }
      good.put(name, unreadable.remove(name));
    } else {
      putGood(name);
    }
    faults.remove(name.input().path(name.file()));
    return new Mended(name, poison.isRefusal());
  }

  /** What the table of an input has to hold. */
  List<String> rows(DayInput input) {
    List<String> rows = new ArrayList<>();
    good.forEach(
        (name, version) -> {
          if (name.input().equals(input)) {
            text(name.file(), version)
                .lines()
                .skip(1)
                .forEach(line -> rows.add(line.replace(",", " | ")));
          }
        });
    return rows.stream().sorted().toList();
  }

  /** The files that never became good, by their URIs. */
  Set<String> bad() {
    Set<String> bad = new HashSet<>();
    poisoned.forEach(name -> bad.add(name.input().uri(name.file())));
    return bad;
  }

  /** How many files there are, for people. */
  Map<String, Integer> told() {
    return new TreeMap<>(
        Map.of("good", good.size(), "bad for good", poisoned.size(), "versions", versions));
  }
}
