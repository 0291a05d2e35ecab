package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.staging.SignsOfLife;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A run's heartbeat where its job works, so that it does not depend on the process that submitted
 * the job: one per process, however many tasks of the run it has.
 *
 * @param warehouse that is told
 * @param run that has beaten before
 */
public record WorkerHeartbeat(Warehouse warehouse, Run run) implements SignsOfLife {
  private record Beating(Heartbeat heartbeat, int tasks) {}

  private static final ConcurrentMap<WorkerHeartbeat, Beating> BEATING = new ConcurrentHashMap<>();

  @Override
  public Given start() {
    warehouse.sessions().requireReadable();
    BEATING.compute(
        this,
        (key, now) ->
            now == null
                ? new Beating(Heartbeat.takeOver(warehouse, run), 1)
                : new Beating(now.heartbeat(), now.tasks() + 1));
    return this::leave;
  }

  private void leave() {
    BEATING.computeIfPresent(
        this,
        (key, now) -> {
          if (now.tasks() > 1) {
            return new Beating(now.heartbeat(), now.tasks() - 1);
          }
          now.heartbeat().close();
          return null;
        });
  }
}
