package io.snowgauge.transforms.files;

import java.io.OutputStream;

/** A stream that becomes an object when it is closed, unless it is given up before. */
public abstract class AbortableOutput extends OutputStream {
  /** Gives up: nothing is created, and closing does nothing more. Never fails. */
  public abstract void abort();
}
