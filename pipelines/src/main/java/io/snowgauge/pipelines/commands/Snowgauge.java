package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.publish.UnfitTargetException;
import io.snowgauge.pipelines.batch.FailureMessage;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import io.snowgauge.pipelines.launch.CloudLibraries;
import io.snowgauge.pipelines.log.ProcessLog;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.pipelines.report.ExitCode;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The command line: {@code snowgauge COMMAND}. */
@Command(
    name = "snowgauge",
    description = "Loads files into Snowflake and proves that every record arrived.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      BackfillCommand.class,
      EventCommand.class,
      StreamCommand.class,
      ExtractCommand.class,
      ParseCommand.class,
      InferCommand.class,
      InitCommand.class,
      CheckCommand.class,
      AuditCommand.class,
      StatusCommand.class,
      ReportCommand.class,
      VerifyCommand.class,
      RejectsCommand.class,
      ReplayCommand.class,
      ReceiptCommand.class,
      CleanupCommand.class,
      RetractCommand.class,
      ConfigCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 every file found is published; 1 a system failed; 2 wrong usage or",
      "configuration; 3 a file failed, or is still skipped as failed (see 'audit'); of 'status': a",
      "file is missing, late, short, failed or partial; of 'verify': something differs."
    })
public final class Snowgauge implements Runnable {
  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    boolean isProcess = Thread.currentThread().getName().equals("main");
    StandardOutput output = isProcess ? StandardOutput.install() : null;
    int code = ExitCode.FAILED;
    try {
      code = execute(arguments);
    } catch (Error e) {
      // Such as out of memory: it must not leave the process waiting for Beam's threads.
      System.err.println("snowgauge: " + Display.text(FailureMessage.of(e)));
    }
    if (output != null) {
      // Beam's runners leave threads behind that would keep the process alive.
      System.exit(output.exitCode(code));
    }
    tell(code);
  }

  /** A cluster that calls this program in a thread of its own must go on, and is only told. */
  private static void tell(int code) {
    System.out.flush();
    if (code != ExitCode.SUCCESS) {
      throw new IllegalStateException(
          "snowgauge ended with exit code " + code + "; see its output");
    }
  }

  /** Runs a command and gives its exit code. */
  public static int execute(String[] arguments) {
    ProcessLog.begin(arguments);
    return commandLine().execute(arguments);
  }

  static CommandLine commandLine() {
    CommandLine commands = new CommandLine(new Snowgauge());
    ConfiguredCommand.addStorageOptions(commands);
    if (ProcessLog.isJson()) {
      commands.setParameterExceptionHandler(Snowgauge::logUsage);
    }
    return commands
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .registerConverter(LocalDate.class, Snowgauge::date)
        .setExecutionExceptionHandler(Snowgauge::explain);
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "expected a date such as 2026-01-31 but found '" + Display.text(text) + "'");
    }
  }

  @Override
  public void run() {
    throw new ParameterException(commandLine(), "expected a command; see --help");
  }

  /**
   * Says what went wrong, without a stack trace where the message says it all. A command that lacks
   * libraries is started anew.
   */
  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    if (e instanceof CloudLibraries.MissingException) {
      return CloudLibraries.executeWithThem(Snowgauge.class, parsed.originalArgs());
    }
    List<String> messages =
        e instanceof InvalidConfigurationException invalid
            ? invalid.messages()
            : e instanceof UnfitTargetException unfit ? unfit.messages() : List.of();
    if (ProcessLog.isJson()) {
      return log(e, messages);
    }
    PrintWriter err = command.getErr();
    if (!messages.isEmpty()) {
      err.println(messages.size() == 1 ? "1 problem:" : messages.size() + " problems:");
      messages.forEach(message -> err.println("  " + Display.text(message)));
      return ExitCode.USAGE;
    }
    err.println("snowgauge: " + Display.text(FailureMessage.of(e)));
    if (parsed.subcommand().hasMatchedOption("--stacktrace")) {
      e.printStackTrace(err);
    } else {
      err.println("(--stacktrace shows where)");
    }
    return ExitCode.FAILED;
  }

  /** What is wrong with the command line, for who reads the log. */
  private static int logUsage(ParameterException e, String[] arguments) {
    LoggerFactory.getLogger(Snowgauge.class)
        .error("{}", Display.text(String.valueOf(e.getMessage())));
    return ExitCode.USAGE;
  }

  /** The same for who reads the log, one event for each thing to mend. */
  private static int log(Exception e, List<String> messages) {
    Logger log = LoggerFactory.getLogger(Snowgauge.class);
    if (messages.isEmpty()) {
      log.error("{}", Display.text(FailureMessage.of(e)), e);
      return ExitCode.FAILED;
    }
    messages.forEach(message -> log.error("{}", Display.text(message)));
    return ExitCode.USAGE;
  }
}
