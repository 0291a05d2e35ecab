package io.snowgauge.io.kubernetes;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The text of measure.sh with what it is to do, for one exec.
 *
 * @param tag marks the records of its answer
 * @param text for the shell
 */
record PodScript(String tag, String text) {
  /**
   * An awk holds the longest line. In a container whose memory is limited, it must end before the
   * container does.
   */
  private static final int MOST_KILOBYTES = 256 << 10;

  /**
   * What is larger is measured by itself: a count takes long, and one that fails must not keep the
   * other files of its pod.
   */
  private static final long MOST_BYTES_TOGETHER = 4 << 20;

  private static final String MEASURE = CountingRule.resource("measure.sh");

  /**
   * What a container is told to run: the script comes by standard input, which cannot be ended, so
   * its length is told. Nothing long and nothing secret is on a command line.
   */
  private static final String READ_SCRIPT = "s=$(head -c \"$1\") && eval \"$s\"";

  static PodScript measureAll(String tag, CountingRule rule, List<String> patterns) {
    StringBuilder call = new StringBuilder("measure_all ").append(MOST_BYTES_TOGETHER);
    patterns.forEach(pattern -> call.append(' ').append(quoted(pattern)));
    return of(tag, rule, call.toString());
  }

  static PodScript measureOne(String tag, CountingRule rule, String path) {
    return of(tag, rule, "measure_one " + quoted(path));
  }

  static PodScript send(String tag, CountingRule rule, String path, long from) {
    return of(tag, rule, "send " + quoted(path) + " " + from);
  }

  static PodScript upload(String tag, CountingRule rule, String path, String curlConfiguration) {
    return of(tag, rule, "curl=" + quoted(curlConfiguration) + "\nupload " + quoted(path));
  }

  private static PodScript of(String tag, CountingRule rule, String call) {
    StringBuilder awk =
        new StringBuilder(
            "count_text() {\n  ulimit -v "
                + MOST_KILOBYTES
                + " 2>/dev/null\n  exec awk -v bytes=\"$1\" -v lines=\"$2\"");
    for (Map.Entry<String, String> variable : rule.variables().entrySet()) {
      // awk reads escapes in it.
      String value = variable.getValue().replace("\\", "\\\\");
      awk.append(" -v ").append(quoted(variable.getKey() + "=" + value));
    }
    awk.append(" \"$program\"\n}\n");
    String text =
        "tag="
            + tag
            + "\nprogram="
            + quoted(rule.program())
            + "\n"
            + awk
            + MEASURE
            + "\n"
            + call
            + "\n";
    return new PodScript(tag, text);
  }

  /** One word of the shell. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The command that reads and runs it. */
  List<String> command() {
    return List.of("sh", "-c", READ_SCRIPT, "sh", String.valueOf(bytes().length));
  }
}
