package io.snowgauge.transforms.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.luben.zstd.Zstd;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTest {
  private static final long NO_BOUND = Long.MAX_VALUE;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text);
    }
    return bytes.toByteArray();
  }

  private static byte[] concatenated(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Text that does not compress to nothing. */
  private static byte[] randomText(int length) {
    Random random = new Random(5);
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) ('a' + random.nextInt(16));
    }
    return text;
  }

  private static byte[] read(byte[] stored, long maxBytes) throws IOException {
    BufferedInputStream in = new BufferedInputStream(new ByteArrayInputStream(stored));
    try (InputStream text = Content.open(in, maxBytes)) {
      return text.readAllBytes();
    }
  }

  private static String damage(byte[] stored, long maxBytes) {
    return String.valueOf(
        assertThrows(DamagedContentException.class, () -> read(stored, maxBytes)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 1000})
  void textThatIsNotCompressedIsReadAsItIs(int length) throws IOException {
    byte[] text = randomText(length);
    assertThat(read(text, NO_BOUND), is(text));
  }

  @Test
  void textThatIsNotCompressedHasNoBound() throws IOException {
    assertThat(read(randomText(1000), 10), is(randomText(1000)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 1_000_000})
  void gzipIsUnpackedWhateverTheFileIsCalled(int length) throws IOException {
    byte[] text = randomText(length);
    assertThat(read(gzip(text), NO_BOUND), is(text));
  }

  /** GNU gzip's manual, section 5, "Using gzip on tapes". */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 512, 100_000})
  void gzipMayEndInZeros(int zeros) throws IOException {
    byte[] members = concatenated(gzip(bytes("one\n")), gzip(bytes("two\n")));
    assertThat(read(concatenated(members, new byte[zeros]), NO_BOUND), is(bytes("one\ntwo\n")));
    assertThat(
        damage(concatenated(members, new byte[zeros], bytes("x")), NO_BOUND),
        is(
            "expected a complete gzip file but found damage: zeros, and then more, follow the last"
                + " member"));
  }

  /** RFC 8878, section 3.1.2: sixteen magic numbers, a length, and what is to be skipped. */
  @ParameterizedTest
  @ValueSource(ints = {0x50, 0x5f})
  void zstdMayBeginWithAFrameToSkip(int magic) throws IOException {
    byte[] skipped = {(byte) magic, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3};
    assertThat(
        read(concatenated(skipped, Zstd.compress(bytes("one\n"))), NO_BOUND), is(bytes("one\n")));
    assertThat(
        read(concatenated(Zstd.compress(bytes("one\n")), skipped), NO_BOUND), is(bytes("one\n")));
  }

  @Test
  void gzipMayHaveSeveralMembers() throws IOException {
    byte[] stored = concatenated(gzip(bytes("one\n")), gzip(bytes("")), gzip(bytes("two\n")));
    assertThat(read(stored, NO_BOUND), is(bytes("one\ntwo\n")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 1_000_000})
  void zstdIsUnpackedWhateverTheFileIsCalled(int length) throws IOException {
    byte[] text = randomText(length);
    assertThat(read(Zstd.compress(text), NO_BOUND), is(text));
  }

  @Test
  void zstdMayHaveSeveralFrames() throws IOException {
    byte[] stored = concatenated(Zstd.compress(bytes("one\n")), Zstd.compress(bytes("two\n")));
    assertThat(read(stored, NO_BOUND), is(bytes("one\ntwo\n")));
  }

  @Test
  void bytesAreReadOneByOneToo() throws IOException {
    byte[] text = bytes("\u00ff\u0000x");
    BufferedInputStream in = new BufferedInputStream(new ByteArrayInputStream(gzip(text)));
    try (InputStream unpacked = Content.open(in, NO_BOUND)) {
      for (byte expected : text) {
        assertThat(unpacked.read(), is(expected & 0xff));
      }
      assertThat(unpacked.read(), is(-1));
      assertThat(unpacked.read(), is(-1));
    }
  }

  @Test
  void gzipThatIsCutAnywhereIsDamaged() throws IOException {
    byte[] stored = gzip(randomText(3000));
    for (int length = 2; length < stored.length; length++) {
      assertThat(
          "cut at " + length,
          damage(Arrays.copyOf(stored, length), NO_BOUND),
          startsWith("expected a complete gzip file but found damage: "));
    }
  }

  @Test
  void aSecondMemberThatIsCutIsDamaged() throws IOException {
    byte[] first = gzip(bytes("one\n"));
    byte[] stored = concatenated(first, gzip(randomText(100)));
    for (int length = first.length + 1; length < stored.length; length++) {
      assertThat(
          "cut at " + length,
          damage(Arrays.copyOf(stored, length), NO_BOUND),
          startsWith("expected a complete gzip file but found damage: "));
    }
  }

  @Test
  void zstdThatIsCutAnywhereIsDamaged() {
    byte[] stored = Zstd.compress(randomText(3000));
    for (int length = 4; length < stored.length; length++) {
      assertThat(
          "cut at " + length,
          damage(Arrays.copyOf(stored, length), NO_BOUND),
          startsWith("expected a complete zstd file but found damage: "));
    }
  }

  @Test
  void aMagicNumberThatIsCutIsText() throws IOException {
    byte[] zstd = Zstd.compress(bytes("x"));
    assertThat(read(Arrays.copyOf(zstd, 3), NO_BOUND), is(Arrays.copyOf(zstd, 3)));
    assertThat(read(new byte[] {0x1f}, NO_BOUND), is(new byte[] {0x1f}));
  }

  @Test
  void garbageBehindAMagicNumberIsDamage() {
    byte[] gzip = concatenated(new byte[] {0x1f, (byte) 0x8b}, bytes("garbage and more of it"));
    assertThat(
        damage(gzip, NO_BOUND), startsWith("expected a complete gzip file but found damage: "));
    byte[] magic = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
    assertThat(
        damage(concatenated(magic, bytes("garbage and more of it")), NO_BOUND),
        startsWith("expected a complete zstd file but found damage: "));
  }

  @Test
  void garbageBehindTheLastMemberIsDamage() throws IOException {
    assertThat(
        damage(concatenated(gzip(bytes("four")), bytes("garbage")), NO_BOUND),
        startsWith("expected a complete gzip file but found damage: "));
  }

  @Test
  void aWrongChecksumIsDamage() throws IOException {
    byte[] stored = gzip(bytes("four"));
    stored[stored.length - 8] ^= 1;
    assertThat(
        damage(stored, NO_BOUND), startsWith("expected a complete gzip file but found damage: "));
  }

  @Test
  void whateverIsWrongWithCompressedBytesIsDamage() throws IOException {
    Random random = new Random(11);
    byte[] text = randomText(300);
    for (byte[] stored : new byte[][] {gzip(text), Zstd.compress(text)}) {
      for (int i = 0; i < 5000; i++) {
        byte[] changed = stored.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
          // Behind the magic number.
          changed[4 + random.nextInt(stored.length - 4)] = (byte) random.nextInt(256);
        }
        try {
          read(changed, 1 << 20);
        } catch (IOException e) {
          assertThat("change " + i, e, is(instanceOf(DamagedContentException.class)));
        }
      }
    }
  }

  @Test
  void compressedTextMayUnpackToTheBoundAndNotToMore() throws IOException {
    byte[] text = randomText(1000);
    String expected =
        "expected at most 999 bytes of unpacked text (maxDecompressedBytes) but found more";
    assertThat(read(gzip(text), 1000), is(text));
    assertThat(damage(gzip(text), 999), is(expected));
    assertThat(read(Zstd.compress(text), 1000), is(text));
    assertThat(damage(Zstd.compress(text), 999), is(expected));
  }

  @Test
  void theBoundHoldsForAllMembersTogether() throws IOException {
    byte[] members = concatenated(gzip(bytes("12345")), gzip(bytes("12345")));
    assertThat(read(members, 10), is(bytes("1234512345")));
    assertThat(
        damage(members, 9),
        is("expected at most 9 bytes of unpacked text (maxDecompressedBytes) but found more"));
  }

  @Test
  void aSmallFileThatUnpacksToALotIsBounded() throws IOException {
    byte[] bomb = gzip(new byte[50_000_000]);
    assertThat(
        damage(bomb, 1_000_000),
        is(
            "expected at most 1000000 bytes of unpacked text (maxDecompressedBytes) but found"
                + " more"));
  }

  @Test
  void aFailureOfTheStorageIsNoDamage() throws IOException {
    byte[] text = randomText(3000);
    for (byte[] stored : new byte[][] {gzip(text), Zstd.compress(text), text}) {
      for (int length : new int[] {0, 2, 4, 5, 12, 100, 1000}) {
        InputStream start = new ByteArrayInputStream(stored, 0, length);
        BufferedInputStream in =
            new BufferedInputStream(new SequenceInputStream(start, new Failing()), 16);
        IOException thrown =
            assertThrows(IOException.class, () -> Content.open(in, NO_BOUND).readAllBytes());
        assertThat("after " + length, thrown.getMessage(), is("storage"));
        assertThat("after " + length, thrown instanceof DamagedContentException, is(false));
      }
    }
  }

  @Test
  void closingClosesTheStorage() throws IOException {
    for (byte[] stored : new byte[][] {gzip(bytes("x")), Zstd.compress(bytes("x")), bytes("x")}) {
      boolean[] closed = new boolean[1];
      InputStream in =
          new ByteArrayInputStream(stored) {
            @Override
            public void close() {
              closed[0] = true;
            }
          };
      Content.open(new BufferedInputStream(in), NO_BOUND).close();
      assertThat(closed[0], is(true));
    }
  }

  private static final class Failing extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("storage");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return read();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "50 4b 03 04 5b 43 6f 6e 74 65 6e 74 5f 54 79 70 65 73 5d 2e 78 6d 6c"
            + "| an Excel workbook (xlsx); save it as CSV",
        "50 41 52 31 15 04 | a Parquet file; export it as CSV or NDJSON",
        "4f 62 6a 01 04 | an Avro file; export it as CSV or NDJSON",
        "4f 52 43 0a 0b 01 | an ORC file; export it as CSV or NDJSON",
        "41 52 52 4f 57 31 00 00 | an Arrow file; export it as CSV or NDJSON",
        "d0 cf 11 e0 a1 b1 1a e1 | an Excel workbook (xls); save it as CSV",
        "25 50 44 46 2d 31 | a PDF; export its data as CSV or NDJSON",
        "37 7a bc af 27 1c | a 7z archive; unpack it, or pack with gzip, zstd, bzip2, xz or zip",
        "04 22 4d 18 | an lz4 file; unpack it, or pack with gzip, zstd, bzip2, xz or zip",
      })
  void anotherFormatIsNamed(String start, String found) throws IOException {
    byte[] stored = HexFormat.of().parseHex(start.replace(" ", ""));
    assertThat(
        assertThrows(DamagedContentException.class, () -> read(stored, NO_BOUND)).getMessage(),
        is("expected text but found " + found));
    assertThat(
        assertThrows(DamagedContentException.class, () -> read(gzip(stored), NO_BOUND))
            .getMessage(),
        is("expected text in gzip but found " + found));
  }

  @Test
  void aTarArchiveIsNamed() {
    byte[] stored = new byte[1024];
    System.arraycopy(bytes("ustar"), 0, stored, 257, 5);
    assertThat(
        assertThrows(DamagedContentException.class, () -> read(stored, NO_BOUND)).getMessage(),
        is("expected text but found a tar archive; unpack it"));
  }

  @Test
  void textInGzipTwiceIsNamed() throws IOException {
    byte[] stored = gzip(gzip(bytes("a,b\n")));
    assertThat(
        assertThrows(DamagedContentException.class, () -> read(stored, NO_BOUND)).getMessage(),
        is("expected text in gzip but found gzip again; unpack it once"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAR1,b\n1,2\n", "ORC\tb\n", "BZh,b\n", "PK,a\n", "7z", "Obj", ""})
  void textThatStartsLikeAnotherFormatIsText(String text) throws IOException {
    assertThat(read(bytes(text), NO_BOUND), is(bytes(text)));
    assertThat(read(gzip(bytes(text)), NO_BOUND), is(bytes(text)));
  }

  private static byte[] bzip2(byte[] text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new BZip2CompressorOutputStream(bytes)) {
      out.write(text);
    }
    return bytes.toByteArray();
  }

  private static byte[] xz(byte[] text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new XZCompressorOutputStream(bytes)) {
      out.write(text);
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(byte[] text, String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (String name : names) {
        out.putNextEntry(new ZipEntry(name));
        out.write(name.endsWith("/") ? bytes("") : text);
      }
    }
    return bytes.toByteArray();
  }

  /** The archive's end tells how many files it has; {@code unzip -t} refuses all of these. */
  @Test
  void aZipArchiveThatLacksSomeOfItsFilesIsDamaged() throws IOException {
    byte[] whole = zip(bytes("one\n"), "a.csv", "b.csv");
    byte[] first = zip(bytes("one\n"), "a.csv");
    int second = indexOf(whole, "PK\3\4", 4);
    for (int end : new int[] {second, second + 1, second + 29, whole.length - 22}) {
      assertThat(
          damageOfAll(Arrays.copyOf(whole, end)),
          startsWith("expected a complete zip file but found damage: "));
    }
    byte[] changed = whole.clone();
    changed[second] = 'X';
    assertThat(
        damageOfAll(changed),
        is("expected a complete zip file but found damage: it lists 2 entries but has 1"));
    assertThat(
        damageOfAll(concatenated(first, first)),
        is(
            "expected a complete zip file but found damage: its list of files is not where it says,"
                + " as if something was added"));
    assertThat(readAll(zip(bytes("x\n"), "d\\", "d\\.hidden", "d\\x.csv")), is("x\n"));
  }

  private static int indexOf(byte[] bytes, String text, int from) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text, from);
  }

  private static String readAll(byte[] stored) throws IOException {
    BufferedInputStream in = new BufferedInputStream(new ByteArrayInputStream(stored));
    StringBuilder read = new StringBuilder();
    try (InputStream text = Content.openEach(in, NO_BOUND)) {
      do {
        read.append(new String(text.readAllBytes(), StandardCharsets.UTF_8));
      } while (Content.next(text));
    }
    return read.toString();
  }

  private static String damageOfAll(byte[] stored) {
    return String.valueOf(
        assertThrows(DamagedContentException.class, () -> readAll(stored)).getMessage());
  }

  private static List<byte[]> otherPackings(byte[] text) throws IOException {
    return List.of(bzip2(text), xz(text), zip(text, "in/", "in/x.csv"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 200_000})
  void otherPackingsAreUnpackedToTheEndOfTheFile(int length) throws IOException {
    byte[] text = randomText(length);
    for (byte[] stored : otherPackings(text)) {
      InputStream left = new ByteArrayInputStream(stored);
      BufferedInputStream in = new BufferedInputStream(left);
      try (InputStream unpacked = Content.open(in, length)) {
        assertThat(unpacked.readAllBytes(), is(text));
        assertThat("left of the stored bytes", in.read(), is(-1));
      }
    }
    assertThat(
        read(concatenated(bzip2(text), bzip2(text)), NO_BOUND), is(concatenated(text, text)));
    assertThat(read(concatenated(xz(text), xz(text)), NO_BOUND), is(concatenated(text, text)));
  }

  @Test
  void otherPackingsAreBoundedToo() throws IOException {
    for (byte[] stored : otherPackings(new byte[1_000_000])) {
      assertThat(
          damage(stored, 999_999),
          is(
              "expected at most 999999 bytes of unpacked text (maxDecompressedBytes) but found"
                  + " more"));
    }
  }

  @Test
  void otherPackingsThatAreCutAreDamaged() throws IOException {
    String[] names = {"bzip2", "xz", "zip"};
    for (int i = 0; i < names.length; i++) {
      byte[] stored = otherPackings(randomText(3000)).get(i);
      for (int length : new int[] {20, 1000, 1500}) {
        assertThat(
            damage(Arrays.copyOf(stored, length), NO_BOUND),
            startsWith("expected a complete " + names[i] + " file but found damage: "));
      }
    }
  }

  @Test
  void anArchiveHasOneFile() throws IOException {
    assertThat(
        damage(zip(bytes("a"), "x.csv", "y\u0001.csv"), NO_BOUND),
        is(
            "expected one file in the zip archive but found another one, 'y\ufffd.csv'; unpack"
                + " it, or set zipEntries to each"));
    assertThat(
        read(zip(bytes("a"), ".DS_Store", "x.csv", "__MACOSX/._x.csv", "in/.y"), NO_BOUND),
        is(bytes("a")));
    assertThat(
        damage(zip(bytes("a"), "in/"), NO_BOUND),
        is("expected a file in the zip archive but found none"));
    assertThat(
        damage(zip(gzip(bytes("a")), "x.gz"), NO_BOUND),
        is("expected text in zip but found gzip; unpack it once"));
  }

  @Test
  void theFilesOfAnArchiveComeOneAfterTheOther() throws IOException {
    byte[] stored = zip(bytes("a,b"), "in/", "in/x.csv", ".hidden", "y.csv");
    BufferedInputStream in = new BufferedInputStream(new ByteArrayInputStream(stored));
    try (InputStream text = Content.openEach(in, 6)) {
      assertThat(Content.entry(text), is("in/x.csv"));
      assertThat(text.readAllBytes(), is(bytes("a,b")));
      assertThat(text.read(), is(-1));
      assertThat(Content.next(text), is(true));
      assertThat(Content.entry(text), is("y.csv"));
      assertThat(text.readAllBytes(), is(bytes("a,b")));
      assertThat(Content.next(text), is(false));
      assertThat("left of the stored bytes", in.read(), is(-1));
    }
  }

  @Test
  void theFilesOfAnArchiveAreBoundedTogether() throws IOException {
    byte[] stored = zip(bytes("a,b"), "x.csv", "y.csv");
    BufferedInputStream in = new BufferedInputStream(new ByteArrayInputStream(stored));
    try (InputStream text = Content.openEach(in, 5)) {
      assertThat(text.readAllBytes(), is(bytes("a,b")));
      assertThat(Content.next(text), is(true));
      assertThrows(DamagedContentException.class, text::readAllBytes);
    }
  }
}
