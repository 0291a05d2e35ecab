package io.snowgauge.pipelines.log;

import org.slf4j.LoggerFactory;

/**
 * The log of this process. SLF4J is told which of its providers to use, so that those of text know
 * nothing of the other one, which takes longer to start.
 */
public final class ProcessLog {
  private static final String PROVIDER = "slf4j.provider";
  private static final String TEXT = "org.slf4j.simple.SimpleServiceProvider";
  private static final String JSON = "ch.qos.logback.classic.spi.LogbackServiceProvider";

  /** What SLF4J says of its own beginning. */
  private static final String SLF4J_ITSELF = "slf4j.internal.verbosity";

  private static volatile boolean isJson;

  private ProcessLog() {}

  /**
   * Sets it up, before anything else is done. On a cluster that has a log of its own that stays as
   * it is.
   *
   * @param arguments of the command
   */
  public static void begin(String[] arguments) {
    boolean isJsonAsked = LogFormat.of(arguments, System.getenv()) == LogFormat.JSON;
    Verbosity.apply(arguments);
    System.setProperty(PROVIDER, isJsonAsked ? JSON : TEXT);
    System.setProperty(SLF4J_ITSELF, "WARN");
    // Set up before there are other threads: SLF4J complains on the terminal if two are the first.
    String factory = LoggerFactory.getILoggerFactory().getClass().getName();
    if (isJsonAsked && factory.startsWith("ch.qos.logback.")) {
      isJson = JsonLog.takeStandardError();
    }
  }

  /** Whether everything on standard error is JSON. */
  public static boolean isJson() {
    return isJson;
  }
}
