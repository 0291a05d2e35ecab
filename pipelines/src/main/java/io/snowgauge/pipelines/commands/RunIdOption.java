package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.pipelines.report.Display;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names a run, and names of runs that are not given one. */
final class RunIdOption {
  /** The longest name of a single run; it is a folder's, too. */
  private static final int LONGEST = 100;

  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final int longest;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = {
        "Names the run, or the first part of the names of several; a retry under the same name"
            + " goes on where it ended."
      })
  private @Nullable String id;

  /** An option that names a single run. */
  RunIdOption() {
    this(0);
  }

  /**
   * An option that names several runs.
   *
   * @param suffix how long is what each run's name has behind it
   */
  RunIdOption(int suffix) {
    this.longest = LONGEST - suffix;
  }

  /** Refuses what is no name for runs, which are folders, too. */
  void check(ConfiguredCommand command) {
    if (id != null && (id.length() > longest || !RUN_ID.matcher(id).matches())) {
      throw command.refused(
          "--run-id: expected up to "
              + longest
              + " letters, digits, '.', '_' and '-', the first not a '.' or '-', but found '"
              + Display.text(id)
              + "'");
    }
  }

  /**
   * A run that starts now.
   *
   * @param date its execution date, or null for that of today
   */
  Run newRun(Mode mode, @Nullable LocalDate date, boolean force) {
    Instant now = Instant.now();
    return new Run(
        orNext(now),
        date == null ? LocalDate.ofInstant(now, ZoneOffset.UTC) : date,
        mode,
        now,
        force);
  }

  /** The name, or the usual one if none is given. */
  String or(String usual) {
    return id == null ? usual : id;
  }

  /** The name, or if none is given, a new one for what starts at that time. */
  String orNext(Instant now) {
    return id == null ? next(now) : id;
  }

  /** When a run starts, and enough chance that no two have the same name. */
  private static String next(Instant now) {
    byte[] chance = new byte[4];
    new SecureRandom().nextBytes(chance);
    return SECONDS.format(now) + "-" + HexFormat.of().formatHex(chance);
  }
}
