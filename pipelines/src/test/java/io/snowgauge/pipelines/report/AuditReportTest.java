package io.snowgauge.pipelines.report;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.FileStatus;
import io.snowgauge.io.warehouse.control.MergeCounts;
import io.snowgauge.io.warehouse.control.RunStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AuditReportTest {
  private static final String ESCAPES = "a\u001b[31m\u009b2Jb";

  private static Audit.FileRow file(String uri, String message) {
    return new Audit.FileRow(
        "d",
        "id",
        uri,
        1,
        "r",
        1,
        1,
        0,
        1,
        0,
        FileStatus.FAILED,
        message,
        Instant.EPOCH,
        MergeCounts.NONE,
        null);
  }

  private static AuditReport report(List<Audit.FileRow> files) {
    Audit.RunRow run =
        new Audit.RunRow(
            "r",
            LocalDate.EPOCH,
            "d",
            "run",
            1,
            0,
            1,
            1,
            RunStatus.FAILED,
            null,
            Instant.EPOCH,
            Instant.EPOCH,
            MergeCounts.NONE);
    return new AuditReport(List.of(run), files, true, false);
  }

  private static String shown(AuditReport report, AuditReport.Format format) throws IOException {
    StringWriter text = new StringWriter();
    report.show(format, new PrintWriter(text));
    return text.toString();
  }

  @Test
  void noFormatSendsATerminalWhatItObeys() throws Exception {
    AuditReport report = report(List.of(file("file:///" + ESCAPES, ESCAPES)));
    for (AuditReport.Format format : AuditReport.Format.values()) {
      String text = shown(report, format);
      assertThat(
          format + ": " + text,
          text.chars()
              .filter(c -> (c < ' ' && "\r\n".indexOf(c) < 0) || (c >= 0x7f && c < 0xa0))
              .count(),
          is(0L));
    }
    assertThat(
        new ObjectMapper()
            .readTree(shown(report, AuditReport.Format.JSON))
            .at("/0/FILE_ROWS/0/ERROR_MESSAGES")
            .textValue(),
        is(ESCAPES));
  }

  @Test
  void aDigestStandsWithItsFile() throws Exception {
    Audit.FileRow without = file("file:///a", "bad");
    Audit.FileRow with =
        new Audit.FileRow(
            "d",
            "id",
            "file:///b",
            1,
            "r",
            1,
            1,
            1,
            0,
            1,
            FileStatus.PUBLISHED,
            null,
            Instant.EPOCH,
            MergeCounts.NONE,
            "12-34");
    assertThat(
        shown(report(List.of(without)), AuditReport.Format.TABLE), not(containsString("DIG")));
    assertThat(
        shown(report(List.of(without, with)), AuditReport.Format.TABLE).replaceAll(" +", " "),
        containsString("1 1 0 1 PUBLISHED 12-34\n"));
    JsonNode files =
        new ObjectMapper()
            .readTree(shown(report(List.of(without, with)), AuditReport.Format.JSON))
            .at("/0/FILE_ROWS");
    assertThat(files.get(0).get("DIGEST").isNull(), is(true));
    assertThat(files.get(1).get("DIGEST").textValue(), is("12-34"));
  }

  /** It took a minute and a half when each line was appended to a copy of those before it. */
  @Test
  @Timeout(30)
  void aHundredThousandFilesAreNoTrouble() throws Exception {
    List<Audit.FileRow> files = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      files.add(
          new Audit.FileRow(
              "d",
              "id" + i,
              "file:///data/" + i,
              1,
              "r",
              1,
              1,
              1,
              0,
              1,
              FileStatus.PUBLISHED,
              null,
              Instant.EPOCH,
              MergeCounts.NONE,
              null));
    }
    String text = shown(report(files), AuditReport.Format.TABLE);
    assertThat(text, containsString("/data/99999"));
    assertThat((int) text.lines().count(), lessThan(100_010));
  }
}
