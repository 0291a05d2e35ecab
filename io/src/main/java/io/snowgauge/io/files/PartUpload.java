package io.snowgauge.io.files;

import java.io.IOException;

/** How a store takes an object: in one piece, or in parts that it joins at the end. */
public interface PartUpload {
  /** Creates the object of the first {@code length} bytes. */
  void whole(byte[] bytes, int length) throws IOException;

  /** Stores a part; the first has the number 1, and all but the last are of one length. */
  void part(int number, byte[] bytes, int length) throws IOException;

  /** Joins the parts: only now there is an object. */
  void complete() throws IOException;

  /** Forgets the parts, as far as the store can be told to; never fails. */
  void abort();
}
