package io.snowgauge.io.secrets;

import java.io.Serializable;

/** A secret that is read anew for each connection, so that a rotated one is picked up. */
public interface Secret extends Serializable {
  /** The secret as it is now; never logged, and never part of a URL or a message. */
  String read();
}
