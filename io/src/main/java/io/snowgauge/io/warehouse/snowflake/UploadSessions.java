package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Retries;
import io.snowgauge.io.warehouse.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions that upload, each a file at a time, for the driver encrypts a file as one stream.
 * The first is the caller's, who leaves it alone meanwhile; others are opened while it is busy.
 */
final class UploadSessions implements AutoCloseable {
  /** So many upload at a time. */
  static final int MOST = 4;

  private static final Logger LOG = LoggerFactory.getLogger(UploadSessions.class);

  /** Uploads on a session. */
  interface Upload {
    void on(Connection session) throws SQLException;
  }

  private final Sessions sessions;
  private final String runId;
  private final String dataset;
  private final ExecutorService threads = Executors.newFixedThreadPool(MOST);
  private final Semaphore room = new Semaphore(MOST);
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final List<Connection> opened = new ArrayList<>();
  private final Set<Connection> lost = ConcurrentHashMap.newKeySet();
  private final List<Future<?>> begun = new ArrayList<>();

  /**
   * Sessions on behalf of a run's dataset.
   *
   * @param own the caller's session
   */
  UploadSessions(Connection own, Sessions sessions, String runId, String dataset) {
    this.sessions = sessions;
    this.runId = runId;
    this.dataset = dataset;
    idle.add(own);
  }

  /**
   * Begins an upload as soon as less than {@link #MOST} are under way.
   *
   * @param what is uploaded, for messages
   * @throws SQLException if one that was begun before has failed
   */
  void begin(String what, Upload upload) throws SQLException {
    try {
      room.acquire();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    for (Future<?> earlier : begun) {
      if (earlier.isDone()) {
        get(earlier);
      }
    }
    begun.add(
        threads.submit(
            () -> {
              try {
                return carryOut(what, upload);
              } finally {
                room.release();
              }
            }));
  }

  /** Waits until all that was begun is done. */
  void await() throws SQLException {
    for (Future<?> each : begun) {
      get(each);
    }
  }

  private static void get(Future<?> upload) throws SQLException {
    try {
      upload.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw new IllegalStateException("an upload failed", e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static SQLException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SQLException("interrupted while files were uploaded", e);
  }

  /**
   * Tries an upload as often as it is worth; the driver has repeated its requests in each try. A
   * session that is lost is for whoever tries the whole again.
   */
  private Connection carryOut(String what, Upload upload) throws SQLException {
    try {
      return Retries.fewTimes(SnowflakeErrors::isUploadFailed, () -> onASession(upload));
    } catch (SQLException e) {
      throw SnowflakeErrors.isUploadFailed(e) ? new FailedUploadException(what, e) : e;
    }
  }

  private Connection onASession(Upload upload) throws SQLException {
    Connection session = take();
    try {
      upload.on(session);
      return session;
    } catch (SQLException e) {
      if (SnowflakeErrors.isConnectionLost(e)) {
        lost.add(session);
      }
      throw e;
    } finally {
      if (!lost.contains(session)) {
        idle.addFirst(session);
      }
    }
  }

  private Connection take() throws SQLException {
    Connection session = idle.poll();
    if (session == null) {
      session = sessions.connect(runId, dataset);
      synchronized (opened) {
        opened.add(session);
      }
    }
    return session;
  }

  /** Gives up what is under way, and the sessions that were opened here. */
  @Override
  public void close() {
    threads.shutdownNow();
    boolean isOver = false;
    try {
      isOver = threads.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (opened) {
      for (Connection session : opened) {
        giveUp(session, isOver && !lost.contains(session));
      }
    }
  }

  private void giveUp(Connection session, boolean isUsable) {
    try {
      if (isUsable) {
        session.close();
      } else {
        sessions.discard(session);
      }
    } catch (SQLException e) {
      LOG.debug("a session was not closed", e);
    }
  }
}
