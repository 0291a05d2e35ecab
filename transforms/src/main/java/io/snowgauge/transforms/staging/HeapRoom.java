package io.snowgauge.transforms.staging;

import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room in the heap for the records that are read. Files are staged beside each other; one for whose
 * records there was no room is staged once more with no other file of this process beside it. A
 * record that has to be whole in memory asks for it in a few large pieces, so the threads that get
 * by with little do not notice when one of these is refused.
 */
final class HeapRoom {
  /** Of this process, whose heap it is. */
  static final HeapRoom OF_PROCESS = new HeapRoom();

  private static final Logger LOG = LoggerFactory.getLogger(HeapRoom.class);

  private final ReadWriteLock beside = new ReentrantReadWriteLock();

  /** Stages a file. */
  interface Staging {
    StagedFile stage() throws IOException;
  }

  /**
   * Stages a file, alone if need be.
   *
   * @param fileUri for people
   * @throws OutOfMemoryError if there is no room even then
   */
  StagedFile stage(String fileUri, Staging staging) throws IOException {
    Lock shared = beside.readLock();
    shared.lock();
    try {
      return staging.stage();
    } catch (OutOfMemoryError e) {
      LOG.warn("{} is read once more, with no other file beside it: {}", fileUri, e.getMessage());
    } finally {
      shared.unlock();
    }
    Lock alone = beside.writeLock();
    alone.lock();
    try {
      return staging.stage();
    } finally {
      alone.unlock();
    }
  }

  /** Why a file cannot be staged at all. */
  static String tooSmallFor(long lastLine) {
    return "expected records that fit into the program's memory of "
        + (Runtime.getRuntime().maxMemory() >> 20)
        + " MiB but found one that does not, "
        + (lastLine == 0 ? "the first" : "the first behind line " + lastLine)
        + "; give it more, such as SNOWGAUGE_JAVA_OPTS=-Xmx1g, or refuse such records"
        + " (format.maxRecordBytes)";
  }
}
