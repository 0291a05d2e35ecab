package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.control.Audit;
import java.io.PrintWriter;
import java.util.List;

/** What the ledger has to say about a file. */
final class FileMessages {
  private static final int SHOWN = 5;

  private FileMessages() {}

  /** Prints a file's status and the first of its messages. */
  static void print(Audit.FileRow file, PrintWriter out) {
    print(file, SHOWN, out);
  }

  /** Prints a file's status and all messages that the ledger keeps. */
  static void printAll(Audit.FileRow file, PrintWriter out) {
    print(file, Integer.MAX_VALUE, out);
  }

  private static void print(Audit.FileRow file, int limit, PrintWriter out) {
    String rejected =
        file.rejectedRecords() == 0
            ? ""
            : String.format(", %,d records rejected", file.rejectedRecords());
    out.printf("%s %s%s%n", file.status(), Display.uri(file.uri()), rejected);
    List<String> messages = String.valueOf(file.errorMessages()).lines().toList();
    messages.stream().limit(limit).forEach(message -> out.println("  " + Display.text(message)));
    if (messages.size() > limit) {
      out.printf("  … see 'audit --run %s'%n", file.runId());
    }
  }
}
