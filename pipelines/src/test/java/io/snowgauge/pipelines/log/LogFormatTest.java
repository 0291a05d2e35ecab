package io.snowgauge.pipelines.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LogFormatTest {
  private static LogFormat of(Map<String, String> environment, String... arguments) {
    return LogFormat.of(arguments, environment);
  }

  @Test
  void isTextUnlessJsonIsAsked() {
    assertEquals(LogFormat.TEXT, of(Map.of(), "run"));
    assertEquals(LogFormat.JSON, of(Map.of(), "run", "--log-format", "json"));
    assertEquals(LogFormat.JSON, of(Map.of(), "run", "--log-format=JSON"));
    assertEquals(LogFormat.JSON, of(Map.of("SNOWGAUGE_LOG_FORMAT", "json"), "run"));
  }

  @Test
  void theCommandLineIsAboveTheEnvironment() {
    assertEquals(
        LogFormat.TEXT, of(Map.of("SNOWGAUGE_LOG_FORMAT", "json"), "run", "--log-format", "text"));
  }

  @Test
  void whatIsNoFormatIsTextUntilItIsRefused() {
    assertEquals(LogFormat.TEXT, of(Map.of(), "run", "--log-format"));
    assertEquals(LogFormat.TEXT, of(Map.of("SNOWGAUGE_LOG_FORMAT", "xml"), "run"));
  }
}
