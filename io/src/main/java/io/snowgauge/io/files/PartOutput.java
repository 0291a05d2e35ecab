package io.snowgauge.io.files;

import io.snowgauge.transforms.files.AbortableOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * An object that is written without knowing how long it will be. Holds one part in memory, and of a
 * small object no more than twice its size. The object is there once the stream is closed; if
 * writing failed, closing leaves nothing.
 */
public final class PartOutput extends AbortableOutput {
  /**
   * How long parts are, except for the last: the least that S3 takes, which makes 50 GB of them.
   */
  public static final int PART_BYTES = 5 << 20;

  private static final int FIRST_BYTES = 64 << 10;

  private final PartUpload upload;
  private byte[] part = new byte[FIRST_BYTES];
  private int size;
  private int parts;
  private boolean failed;
  private boolean closed;

  /** Writes to a store. */
  public PartOutput(PartUpload upload) {
    this.upload = upload;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (closed || failed) {
      throw new IOException("nothing can be written any more");
    }
    int done = 0;
    while (done < length) {
      if (size == part.length) {
        makeRoom();
      }
      int count = Math.min(length - done, part.length - size);
      System.arraycopy(bytes, offset + done, part, size, count);
      size += count;
      done += count;
    }
  }

  private void makeRoom() throws IOException {
    if (size < PART_BYTES) {
      part = Arrays.copyOf(part, Math.min(PART_BYTES, size * 4));
    } else {
      store();
    }
  }

  private void store() throws IOException {
    failed = true;
    upload.part(parts + 1, part, size);
    failed = false;
    parts++;
    size = 0;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (failed) {
      upload.abort();
    } else {
      complete();
    }
    part = new byte[0];
  }

  @Override
  public void abort() {
    if (!closed) {
      closed = true;
      upload.abort();
      part = new byte[0];
    }
  }

  private void complete() throws IOException {
    failed = true;
    try {
      if (parts == 0) {
        upload.whole(part, size);
      } else {
        if (size > 0) {
          store();
        }
        upload.complete();
      }
      failed = false;
    } finally {
      if (failed) {
        upload.abort();
      }
    }
  }
}
