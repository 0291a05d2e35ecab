package io.snowgauge.pipelines.report;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.publish.Retraction.TakenOut;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetractReportTest {
  private static final TakenOut WHOLE = new TakenOut("file:///data/a", "id1", 3, 3);
  private static final TakenOut LESS = new TakenOut("file:///data/b", "id2", 1500, 1000);

  private static String report(PublishMode publish, TakenOut... versions) {
    Dataset dataset =
        new Dataset(
            "d",
            InputPattern.parse("file:///data/*"),
            new UserGroupFormat(UserGroupFormat.DEFAULT_MAX_LINE_BYTES),
            "D",
            publish,
            publish == PublishMode.MERGE ? List.of("GROUP_NAME") : List.of(),
            Tolerance.NONE);
    StringWriter text = new StringWriter();
    RetractReport report = new RetractReport(new PrintWriter(text));
    report.show(dataset, List.of(versions));
    report.close("run 'r'");
    return text.toString();
  }

  @Test
  void namesEachFileAndTheTotal() {
    assertThat(
        report(PublishMode.APPEND, WHOLE),
        is(
            """
            d /data/a: 3 rows taken out
            3 rows of 1 files taken out
            """));
  }

  @Test
  void saysWhatAMergeCannotGiveBack() {
    assertThat(
        report(PublishMode.MERGE, WHOLE, LESS),
        is(
            """
            d /data/a: 3 rows taken out
            d /data/b: 1,000 rows taken out
              500 of its 1,500 records were not its own rows any more: they lost to newer rows, were\
             overwritten by them, or overwrote each other
            1,003 rows of 2 files taken out
            d merges: values that these rows had overwritten are not restored; load the older files\
             again with --force for that
            """));
  }

  @Test
  void saysThatAnOlderVersionDoesNotComeBack() {
    assertThat(
        report(PublishMode.REPLACE, WHOLE),
        is(
            """
            d /data/a: 3 rows taken out
            3 rows of 1 files taken out
            d replaces: the rows of an older version of a file do not come back by themselves
            """));
  }

  @Test
  void saysThatRowsWereGoneAlready() {
    assertThat(
        report(PublishMode.APPEND, LESS),
        is(
            """
            d /data/b: 1,000 rows taken out
              500 of its 1,500 records were not in the table any more
            1,000 rows of 1 files taken out
            """));
  }

  @Test
  void saysThatNothingIsPublished() {
    assertThat(
        report(PublishMode.REPLACE),
        is("nothing of run 'r' is published; nothing was taken out\n"));
  }
}
