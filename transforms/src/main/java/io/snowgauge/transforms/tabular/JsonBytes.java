package io.snowgauge.transforms.tabular;

import java.io.ByteArrayOutputStream;

/** Written bytes that can be read without a copy, until the next reset. */
final class JsonBytes extends ByteArrayOutputStream {
  byte[] array() {
    return buf;
  }
}
