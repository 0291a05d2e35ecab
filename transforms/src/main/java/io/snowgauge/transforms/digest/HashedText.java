package io.snowgauge.transforms.digest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A text of which only the MD5 is asked for, so that it never is in memory as a whole. */
final class HashedText implements CanonicalText {
  private static final int CAPACITY = 8 << 10;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final MessageDigest md5;
  private final byte[] buffer = new byte[CAPACITY];
  private final byte[] hash = new byte[2 * Long.BYTES];
  private int size;

  HashedText() {
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  @Override
  public void put(char c) {
    if (size == CAPACITY) {
      flush();
    }
    buffer[size++] = (byte) c;
  }

  /** Appends all of some bytes. */
  void put(byte[] bytes) {
    put(bytes, 0, bytes.length);
  }

  @Override
  public void put(byte[] bytes, int start, int end) {
    int length = end - start;
    if (length > CAPACITY - size) {
      flush();
      if (length > CAPACITY) {
        md5.update(bytes, start, length);
        return;
      }
    }
    System.arraycopy(bytes, start, buffer, size, length);
    size += length;
  }

  private void flush() {
    md5.update(buffer, 0, size);
    size = 0;
  }

  /** Ends the text; the next one begins. */
  void finish() {
    flush();
    try {
      md5.digest(hash, 0, hash.length);
    } catch (DigestException e) {
      throw new IllegalStateException("MD5 has 16 bytes", e);
    }
  }

  /** The first half of the hash of the text that was ended last. */
  long upper() {
    return (long) LONG.get(hash, 0);
  }

  /** The second half of it. */
  long lower() {
    return (long) LONG.get(hash, Long.BYTES);
  }
}
