package io.snowgauge.endtoend;

import io.snowgauge.io.emulators.FaultProxy;
import io.snowgauge.io.emulators.FaultProxy.Fault;
import io.snowgauge.io.warehouse.snowflake.StandIn;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Proxies before each system of a day, and what these have one after the other. */
final class DayFaults implements AutoCloseable {
  private static final Duration LATE = Duration.ofMillis(700);

  private final Random random;
  private final StandIn standIn;
  final FaultProxy blobs;
  final FaultProxy s3;
  final FaultProxy queue;
  final FaultProxy warehouse;
  private final DayFiles files;
  private final int standInPort;

  DayFaults(Random random, StandIn standIn, String azurite, String moto, DayFiles files)
      throws IOException {
    this.random = random;
    this.standIn = standIn;
    this.files = files;
    this.standInPort = URI.create(standIn.url().substring("jdbc:".length())).getPort();
    // Its endpoint ends in the account, and so do the paths of requests begin.
    this.blobs = new FaultProxy(URI.create(azurite).resolve("/").toString());
    this.s3 = new FaultProxy(moto);
    this.queue = new FaultProxy(moto);
    this.warehouse = new FaultProxy("http://localhost:" + standInPort);
    mend();
  }

  /** Has a configuration name the proxy in the place of the stand-in for Snowflake. */
  void standBefore(Path configuration) throws IOException {
    Files.writeString(
        configuration,
        Files.readString(configuration)
            .replace("localhost:" + standInPort, "localhost:" + warehouse.port()));
  }

  /** Everything works, but for the files that may not be read. */
  void mend() {
    blobs.meet(withFiles(path -> new Fault.None()));
    s3.meet(withFiles(path -> new Fault.None()));
    queue.mend();
    warehouse.mend();
  }

  private Function<String, Fault> withFiles(Function<String, Fault> rest) {
    return path -> {
      Fault ofFile = files.fault(path);
      return ofFile == null ? rest.apply(path) : ofFile;
    };
  }

  /** One of the systems is out from now on, in one of the ways; says which. */
  String strike() throws IOException {
    Fault fault =
        switch (random.nextInt(6)) {
          case 0 -> new Fault.Status(403);
          case 1 -> new Fault.Status(404);
          case 2 -> new Fault.Status(429);
          case 3 -> new Fault.Status(503);
          case 4 -> new Fault.Cut();
          default -> new Fault.Delay(LATE);
        };
    return switch (random.nextInt(5)) {
      case 0 -> {
        blobs.meet(withFiles(path -> fault));
        yield "blobs: " + fault;
      }
      case 1 -> {
        s3.meet(withFiles(path -> fault));
        yield "s3: " + fault;
      }
      case 2 -> {
        // An answer of moto that is cut would be a receipt that nobody has, which SQS makes up for.
        Fault ofQueue = fault instanceof Fault.Cut ? new Fault.Status(503) : fault;
        queue.meet(path -> ofQueue);
        yield "queue: " + ofQueue;
      }
      case 3 -> {
        warehouse.meet(path -> fault);
        yield "warehouse: " + fault;
      }
      default -> {
        standIn.refuse("(?is)insert into .*LANDED.*", 1 + random.nextInt(3), 3001, "42501");
        yield "warehouse: no right to insert";
      }
    };
  }

  @Override
  public void close() {
    List.of(blobs, s3, queue, warehouse).forEach(FaultProxy::close);
  }
}
