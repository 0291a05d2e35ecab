package io.snowgauge.transforms.files;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** What a text may be packed in, told by how the file starts. */
enum Packing {
  /** RFC 1952, several members too, and the zeros that tapes and block devices leave behind. */
  GZIP("gzip") {
    @Override
    InputStream open(InputStream stored) throws IOException {
      return new GzipMembers(stored);
    }
  },
  /** RFC 8878; frames to be skipped may come first, as pzstd writes one. */
  ZSTD("zstd") {
    @Override
    InputStream open(InputStream stored) throws IOException {
      return new ZstdInputStream(stored);
    }
  },
  /** Several streams too; each block needs less than 4 MiB. */
  BZIP2("bzip2") {
    @Override
    InputStream open(InputStream stored) throws IOException {
      return new BZip2CompressorInputStream(stored, true);
    }
  },
  /** Several streams too, whose dictionary is not over the limit. */
  XZ("xz") {
    @Override
    InputStream open(InputStream stored) throws IOException {
      return XZCompressorInputStream.builder()
          .setInputStream(stored)
          .setDecompressConcatenated(true)
          .setMemoryLimitKiB(MAX_XZ_KIBIBYTES)
          .get();
    }
  },
  /** One file in an archive. */
  ZIP("zip") {
    @Override
    InputStream open(InputStream stored) throws IOException {
      return new ZippedFile(stored, false);
    }
  };

  /** What {@code xz -9} needs, and half as much again. */
  private static final int MAX_XZ_KIBIBYTES = 100 << 10;

  private static final String BZIP2_BLOCK = "1AY&SY";
  private static final String BZIP2_END = "\u0017rE8P\u0090";

  private final String label;

  Packing(String label) {
    this.label = label;
  }

  /** As messages call it. */
  String label() {
    return label;
  }

  /** The text; reading throws what the format's reader throws of damage. */
  abstract InputStream open(InputStream stored) throws IOException;

  /** The section "Skippable Frames": sixteen magic numbers, the lowest byte first. */
  private static boolean startsWithSkippableFrame(String start) {
    return start.startsWith("*M\u0018", 1) && (start.charAt(0) & 0xf0) == 0x50;
  }

  /** The packing of a file that starts so, or null. */
  static @Nullable Packing of(byte[] bytes, int length) {
    String start = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    if (start.startsWith("\u001f\u008b")) {
      return GZIP;
    }
    if (start.startsWith("(\u00b5/\u00fd") || startsWithSkippableFrame(start)) {
      return ZSTD;
    }
    if (start.startsWith("BZh")
        && (start.startsWith(BZIP2_BLOCK, 4) || start.startsWith(BZIP2_END, 4))) {
      return BZIP2;
    }
    if (start.startsWith("\u00fd7zXZ\0")) {
      return XZ;
    }
    return start.startsWith("PK\u0003\u0004") && !BinaryFormat.isWorkbook(start) ? ZIP : null;
  }
}
