package io.snowgauge.pipelines.log;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** In which form standard error is written. */
public enum LogFormat {
  /** Lines for people. */
  TEXT,
  /** One object a line. */
  JSON;

  /** The option that chooses it. */
  public static final String OPTION = "--log-format";

  /** The environment variable that does where the option is not given. */
  public static final String VARIABLE = "SNOWGAUGE_LOG_FORMAT";

  /**
   * The one that is asked for. It has to be known before anything is logged, also that the command
   * line or the configuration is not as it should be; what is no format counts as text here.
   */
  static LogFormat of(String[] arguments, Map<String, String> environment) {
    Optional<String> given = Optional.ofNullable(environment.get(VARIABLE));
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].startsWith(OPTION + "=")) {
        given = Optional.of(arguments[i].substring(OPTION.length() + 1));
      } else if (arguments[i].equals(OPTION) && i + 1 < arguments.length) {
        given = Optional.of(arguments[i + 1]);
      }
    }
    return given.flatMap(LogFormat::parse).orElse(TEXT);
  }

  /** The format of that name, in any case. */
  public static Optional<LogFormat> parse(String name) {
    for (LogFormat format : values()) {
      if (format.name().equals(name.toUpperCase(Locale.ROOT))) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
