package io.snowgauge.pipelines.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashFieldNames;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Logback as this program wants it, which finds this class as a service: an object a line with
 * {@code time}, {@code level}, {@code logger}, {@code thread}, {@code message}, {@code exception},
 * and what {@link io.snowgauge.transforms.log.LogContext} has.
 */
public final class JsonLog extends ContextAwareBase implements Configurator {
  private static final String NOT_WRITTEN = "[ignore]";

  private static volatile boolean isConfigured;

  /** For logback. */
  public JsonLog() {}

  @Override
  public ExecutionStatus configure(LoggerContext log) {
    LogstashEncoder encoder = new LogstashEncoder();
    encoder.setContext(log);
    encoder.setFieldNames(names());
    encoder.setTimeZone("UTC");
    encoder.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(log);
    appender.setName("stderr");
    appender.setEncoder(encoder);
    appender.setOutputStream(new FileOutputStream(FileDescriptor.err));
    appender.start();
    log.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
    LogLevels.all()
        .forEach(
            (name, level) ->
                log.getLogger(name.isEmpty() ? org.slf4j.Logger.ROOT_LOGGER_NAME : name)
                    .setLevel(Level.toLevel(level, Level.WARN)));
    // Everything that was meant to be read on standard error is read.
    log.getLogger(StandardErrorLines.LOGGER).setLevel(Level.INFO);
    isConfigured = true;
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static LogstashFieldNames names() {
    LogstashFieldNames names = new LogstashFieldNames();
    names.setTimestamp("time");
    names.setLevel("level");
    names.setLogger("logger");
    names.setThread("thread");
    names.setMessage("message");
    names.setStackTrace("exception");
    names.setVersion(NOT_WRITTEN);
    names.setLevelValue(NOT_WRITTEN);
    names.setTags(NOT_WRITTEN);
    return names;
  }

  /**
   * Has all that this process prints on standard error, and what {@code java.util.logging} is told,
   * go through the log.
   *
   * @return whether it is this log
   */
  static boolean takeStandardError() {
    if (!isConfigured) {
      return false;
    }
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    StandardErrorLines lines =
        new StandardErrorLines(LoggerFactory.getLogger(StandardErrorLines.LOGGER));
    System.setErr(new PrintStream(lines, true, StandardCharsets.UTF_8));
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) ->
            LoggerFactory.getLogger(StandardErrorLines.LOGGER)
                .error("thread {} has died", thread.getName(), failure));
    return true;
  }
}
