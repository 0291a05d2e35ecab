package io.snowgauge.transforms.staging;

import java.io.Serializable;

/**
 * Tells others, from the worker that stages, that its run is alive: where a job runs without the
 * process that submitted it, nobody else can.
 */
public interface SignsOfLife extends Serializable {
  /** For runs that somebody else speaks for. */
  SignsOfLife NONE = () -> () -> {};

  /** Begins to give signs, in the background; never fails and never waits. */
  Given start();

  /** Signs that are being given. */
  interface Given extends AutoCloseable {
    /** Gives no more. */
    @Override
    void close();
  }
}
