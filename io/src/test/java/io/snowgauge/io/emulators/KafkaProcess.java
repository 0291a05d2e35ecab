package io.snowgauge.io.emulators;

import java.io.IOException;
import java.io.PrintStream;

/**
 * The main class of a broker's process, whose class path is Kafka's. The process ends with its
 * standard input, so it never outlives the process that started it, however that one ends.
 */
public final class KafkaProcess {
  private KafkaProcess() {}

  /**
   * Formats the storage and runs the broker.
   *
   * @param arguments a cluster id and the file of the broker's properties
   */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread watch = new Thread(KafkaProcess::endWithInput, "watch");
    watch.setDaemon(true);
    watch.start();
    String[] format = {"format", "-t", arguments[0], "-c", arguments[1]};
    Class.forName("kafka.tools.StorageTool")
        .getMethod("execute", String[].class, PrintStream.class)
        .invoke(null, format, System.out);
    Class.forName("kafka.Kafka")
        .getMethod("main", String[].class)
        .invoke(null, (Object) new String[] {arguments[1]});
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is expected.
      }
    } catch (IOException closed) {
      // Ends the process, too.
    }
    Runtime.getRuntime().halt(0);
  }
}
