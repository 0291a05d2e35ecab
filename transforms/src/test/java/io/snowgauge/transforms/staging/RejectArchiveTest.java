package io.snowgauge.transforms.staging;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.csv.CsvFormat;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.tabular.InputColumn;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RejectArchiveTest {
  @TempDir private Path root;
  private StagingFolder folder = new StagingFolder(Path.of("."));

  @BeforeEach
  void useTheFolder() {
    folder = new StagingFolder(root);
  }

  private Dataset csv(Tolerance tolerance) {
    Dataset groups = folder.dataset(tolerance);
    return new Dataset(
        "sales",
        groups.input(),
        new CsvFormat(
            new DeclaredColumns(
                List.of(new InputColumn("id", ColumnType.INTEGER, true, null)), ExtraColumns.KEEP),
            true,
            ',',
            TextEncoding.UTF_8,
            List.of(),
            1 << 20),
        "SALES",
        groups.publish(),
        List.of(),
        tolerance);
  }

  private StagedFile stage(Dataset dataset, StagingArea area, SourceFile file) throws IOException {
    FileStager stager = new FileStager(dataset, area, new StagingProgress());
    StagedFile staged = stager.stage(file);
    stager.finish();
    return staged;
  }

  private String uri(StagedFile staged, ArchiveCompression compression) {
    return RejectArchive.uri(
        folder.uri("archive/"), staged.file().fileId(), staged.stageId(), compression);
  }

  @Test
  void hasAllLinesBelowTheHeaderHoweverManyTheWarehouseIsGiven() throws IOException {
    SourceFile file = folder.source("a.csv", "ID,more\nx,1\n2,3\n\"\ty\n\",4\nz\u00e4,5\n");
    StagedFile staged =
        stage(csv(new Tolerance(null, null)), folder.area(ArchiveCompression.NONE, 1), file);
    String uri = uri(staged, ArchiveCompression.NONE);
    assertThat(
        folder.archived(), containsInAnyOrder(uri.replace("-rejects.jsonl", "-1.ndjson"), uri));
    assertThat(
        StagingFolder.text(uri),
        is(
            """
            {"line":1,"header":"ID,more"}
            {"line":2,"column":1,"reason":"id: expected an integer but found 'x'","raw":"x,1"}
            {"line":4,"column":1,"reason":"id: expected an integer but found '\ufffdy\ufffd'","raw":"\\"\\ty\\n\\",4"}
            {"line":6,"column":1,"reason":"id: expected an integer but found 'z\u00e4'","raw":"z\u00e4,5"}
            """));
    assertThat(StagingFolder.text(String.valueOf(staged.rejectPart())).lines().count(), is(1L));
  }

  @ParameterizedTest
  @EnumSource
  void isReadInItsCompression(ArchiveCompression compression) throws IOException {
    SourceFile file = folder.source("a.csv", "id\nx\n2\ny\n");
    StagedFile staged = stage(csv(new Tolerance(null, null)), folder.area(compression, 1000), file);
    List<String> read = new ArrayList<>();
    RejectArchive.read(
        uri(staged, compression),
        compression,
        new RejectArchive.Reader() {
          @Override
          public void header(String raw) {
            read.add("header " + raw);
          }

          @Override
          public void line(String raw) {
            read.add(raw);
          }
        });
    assertThat(read, contains("header id", "x", "y"));
  }

  @Test
  void isNotThereOfAFileThatFailedOrOfWhichNoLineWasRefused() throws IOException {
    stage(csv(Tolerance.NONE), folder.area(), folder.source("bad.csv", "id\nx\n"));
    assertThat(folder.archived(), is(empty()));
    StagedFile whole =
        stage(csv(Tolerance.NONE), folder.area(), folder.source("good.csv", "id\n1\n"));
    assertThat(folder.archived(), is(whole.ndjsonParts()));
  }
}
