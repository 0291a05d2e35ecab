package io.snowgauge.transforms.record;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** A buffer of bytes in front of a stream, for renderers that write a few bytes at a time. */
public final class Utf8Output implements Closeable {
  private static final int CAPACITY = 128 << 10;

  private final OutputStream out;
  private final byte[] buffer = new byte[CAPACITY];
  private int size;
  private long flushed;

  /** Writes to {@code out}, which {@link #close} closes. */
  public Utf8Output(OutputStream out) {
    this.out = out;
  }

  /** Appends one byte. */
  public void put(int b) throws IOException {
    if (size == CAPACITY) {
      flush();
    }
    buffer[size++] = (byte) b;
  }

  /** Appends all of {@code bytes}. */
  public void put(byte[] bytes) throws IOException {
    put(bytes, 0, bytes.length);
  }

  /** Appends the slice {@code [start, end)}. */
  public void put(byte[] bytes, int start, int end) throws IOException {
    int length = end - start;
    if (length > CAPACITY - size) {
      flush();
      if (length > CAPACITY) {
        out.write(bytes, start, length);
        flushed += length;
        return;
      }
    }
    System.arraycopy(bytes, start, buffer, size, length);
    size += length;
  }

  /** Appends a number of zero or more in decimal digits. */
  public void putNumber(long number) throws IOException {
    int digits = 1;
    for (long n = number; n >= 10; n /= 10) {
      digits++;
    }
    if (digits > CAPACITY - size) {
      flush();
    }
    long n = number;
    for (int i = size + digits - 1; i >= size; i--) {
      buffer[i] = (byte) ('0' + n % 10);
      n /= 10;
    }
    size += digits;
  }

  /** How many bytes were appended so far. */
  public long written() {
    return flushed + size;
  }

  private void flush() throws IOException {
    out.write(buffer, 0, size);
    flushed += size;
    size = 0;
  }

  /** Writes what is buffered and closes the stream. */
  @Override
  public void close() throws IOException {
    try (out) {
      flush();
    }
  }
}
