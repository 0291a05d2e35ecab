package io.snowgauge.transforms.files;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.VarInt;

/**
 * Encodes what a checkpoint may hold, so that later programs can read it: a byte of zero, the
 * number of the encoding, and the fields. Encodings had no number at first; those begin with
 * another byte, because a text that is never empty comes first, and count as number 0.
 *
 * <p>A checkpoint also holds the coder, as Java serialises it. So a subclass declares the {@code
 * serialVersionUID} that it has always had, and neither it nor this class has fields: they would be
 * empty in a coder that comes from an earlier program.
 */
public abstract class VersionedCoder<T> extends AtomicCoder<T> {
  private static final long serialVersionUID = 1L;

  private static final int MARK = 0;

  /** What it encodes, for people. */
  protected abstract String noun();

  /** The number of the encoding that it writes, 1 or higher. */
  protected abstract int version();

  /** Writes the fields of a value in the present encoding. */
  protected abstract void encodeFields(T value, OutputStream out) throws IOException;

  /**
   * Reads the fields of a value.
   *
   * @param version of their encoding, from 0 to {@link #version}
   */
  protected abstract T decodeFields(int version, InputStream in) throws IOException;

  @Override
  public final void encode(T value, OutputStream out) throws IOException {
    out.write(MARK);
    VarInt.encode(version(), out);
    encodeFields(value, out);
  }

  /**
   * Reads a value of the present encoding or of an earlier one.
   *
   * @throws CoderException if it is of a later one
   */
  @Override
  public final T decode(InputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      throw new EOFException("expected " + noun() + " but found the end");
    }
    if (first != MARK) {
      InputStream begin = new ByteArrayInputStream(new byte[] {(byte) first});
      return decodeFields(0, new SequenceInputStream(begin, in));
    }
    int version = VarInt.decodeInt(in);
    if (version < 1 || version > version()) {
      throw new CoderException(
          "expected "
              + noun()
              + " in an encoding up to "
              + version()
              + " but found encoding "
              + version
              + ": a later program wrote it, so go on with that one");
    }
    return decodeFields(version, in);
  }
}
