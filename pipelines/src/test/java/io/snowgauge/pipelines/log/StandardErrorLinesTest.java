package io.snowgauge.pipelines.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StandardErrorLinesTest {
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();
  private final Logger log = new LoggerContext().getLogger("snowgauge");
  private final PrintStream err = new PrintStream(new StandardErrorLines(log), true, UTF_8);

  @BeforeEach
  void listen() {
    events.start();
    log.addAppender(events);
  }

  private List<String> said() {
    return events.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  @Test
  void theFirstWordIsTheLevel() {
    err.println("warning: alerts: not delivered");
    err.println("snowgauge: no such table");
    err.println("12 of 56 files");
    assertEquals(
        List.of("WARN alerts: not delivered", "ERROR no such table", "INFO 12 of 56 files"),
        said());
  }

  /**
   * A line may come in pieces, in the midst of a letter, and with braces that are no parameters.
   */
  @Test
  void aLineIsAnEventHoweverItComes() {
    byte[] line = "snowgauge: Ü {}".getBytes(UTF_8);
    err.write(line, 0, 12);
    err.write(line, 12, line.length - 12);
    assertEquals(List.of(), said());
    err.print("\r\n\n  \n");
    err.print("rest");
    err.close();
    assertEquals(List.of("ERROR Ü {}", "INFO rest"), said());
  }
}
