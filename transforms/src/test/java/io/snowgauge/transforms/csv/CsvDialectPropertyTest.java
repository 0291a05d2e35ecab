package io.snowgauge.transforms.csv;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Mutation;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.Pieces;
import io.snowgauge.transforms.record.Recording;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.record.ShortReads;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.tabular.InputColumn;
import io.snowgauge.transforms.tabular.NullTokens;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for files of every dialect; a failure names its seed. */
class CsvDialectPropertyTest {
  private static final int FILES = 6000;
  private static final char COMMENT = 1;

  @Test
  void theRecordsAreThoseTheFileWasMadeOf() throws IOException {
    long records = 0;
    for (int seed = 0; seed < FILES; seed++) {
      RandomDialect file = RandomDialect.of(seed);
      CsvFormat format = file.format();
      Recording found = read(format, file.bytes(), seed);
      String which = "seed " + seed + " " + format.dialect() + " " + latin1(file.bytes());
      assertThat(which, found.fault(), is(List.of()));
      List<String> made = file.records().stream().map(List::toString).toList();
      if (found.rejects().isEmpty()) { // Else a trailer stands where it is none.
        assertThat(which, found.records(), is(made));
      }
      ParseResult result = found.result();
      long read = result.accepted() + result.rejected();
      assertThat(which, read, is((long) made.size()));
      assertThat(which, Pieces.count(format.newCounter(), file.bytes()), is(read));
      long pieced = Pieces.countInRandomPieces(format.newCounter(), file.bytes(), new Random(seed));
      assertThat(which, pieced, is(read));
      records += read;
    }
    assertThat("records", records, is(greaterThan((long) FILES)));
  }

  @Test
  void whateverTheBytesNothingIsThrownAndNoRecordLost() throws IOException {
    long withoutFault = 0;
    for (int seed = 0; seed < FILES; seed++) {
      RandomDialect file = RandomDialect.of(seed);
      byte[] bytes = Mutation.of(file.bytes(), new Random(seed));
      CsvFormat format = file.format();
      Recording found = read(format, bytes, seed);
      String which = "seed " + seed + " " + format.dialect() + " " + latin1(bytes);
      assertThat(which, read(format, bytes, ~seed).everything(), is(found.everything()));
      ParseResult result = found.result();
      if (result.fault() == null) {
        withoutFault++;
        long count = Pieces.countInRandomPieces(format.newCounter(), bytes, new Random(seed));
        assertThat(which, result.accepted() + result.rejected(), is(count));
      }
    }
    assertThat("files without fault", withoutFault, is(greaterThan(FILES / 4L)));
  }

  /** A comment that no file has makes another reader and another counter of the same files. */
  @Test
  void plainFilesAreReadAsFastCsvReadsThem() throws IOException {
    for (int seed = 0; seed < FILES; seed++) {
      RandomCsv file = RandomCsv.of(seed, TextEncoding.UTF_8);
      byte[] bytes = seed % 2 == 0 ? file.bytes() : Mutation.of(file.bytes(), new Random(seed));
      if (latin1(bytes).indexOf(COMMENT) >= 0) {
        continue; // A damage has made one.
      }
      CsvFormat plain = file.format();
      CsvFormat other = withComment(plain);
      Recording expected = read(plain, bytes, seed);
      Recording found = read(other, bytes, seed);
      String which = "seed " + seed + " " + latin1(bytes);
      assertThat(which, said(found), is(said(expected)));
      long count = Pieces.count(plain.newCounter(), bytes);
      if (expected.result().fault() == null) {
        assertThat(which, Pieces.count(other.newCounter(), bytes), is(count));
      }
    }
  }

  /** All but what follows from the physical text, of which FastCSV tells no padding. */
  private static List<Object> said(Recording read) {
    return List.of(
        read.result().toString(),
        read.records(),
        read.recordLines(),
        read.rejects().stream().map(reject -> reject.line() + ": " + reject.reason()).toList(),
        read.notices());
  }

  private static CsvFormat withComment(CsvFormat plain) {
    CsvDialect dialect = plain.dialect();
    return new CsvFormat(
        plain.declared(),
        plain.header(),
        new CsvDialect(
            dialect.delimiter(),
            dialect.quote(),
            dialect.escape(),
            COMMENT,
            0,
            List.of(),
            dialect.paddedQuotes()),
        plain.encoding(),
        plain.nulls(),
        plain.lengths(),
        plain.maxRecordBytes());
  }

  @TempDir Path folder;

  /**
   * Python's csv module, strict, reads the same records of the same text or refuses it, too. It
   * knows padding only in front of a quote, and takes blanks from the front of other fields, too.
   */
  @Test
  void filesAreReadAsPythonReadsThem() throws IOException, InterruptedException {
    ObjectMapper json = new ObjectMapper();
    ArrayNode files = json.createArrayNode();
    List<CsvFormat> formats = new ArrayList<>();
    for (int seed = 0; seed < FILES; seed++) {
      Random random = new Random(seed);
      char delimiter = ",;|".charAt(random.nextInt(3));
      char quote = "\"'\0".charAt(random.nextInt(3));
      char escape = "\0\\".charAt(random.nextInt(2));
      // Python takes the LF of an escaped CRLF for a line end.
      String alphabet = "aab\n,;|\"'\"'\\" + (escape == CsvDialect.NONE ? "\r" : "\\");
      boolean padded = quote != CsvDialect.NONE && random.nextBoolean();
      alphabet += padded ? "  " : "";
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(25); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      text.append("\nz\n");
      files
          .addObject()
          .put("text", text.toString())
          .put("delimiter", String.valueOf(delimiter))
          .put("quote", quote == CsvDialect.NONE ? null : String.valueOf(quote))
          .put("escape", escape == CsvDialect.NONE ? null : String.valueOf(escape))
          .put("padded", padded);
      formats.add(format(delimiter, quote, escape, padded));
    }
    JsonNode answers = askPython(json, files);
    int accepted = 0;
    int padded = 0;
    for (int seed = 0; seed < FILES; seed++) {
      byte[] text = files.get(seed).get("text").asText().getBytes(StandardCharsets.UTF_8);
      Recording found = read(formats.get(seed), text, seed);
      String which = "seed " + seed + " " + files.get(seed);
      JsonNode expected = answers.get(seed);
      if (!isPaddedBehind(files.get(seed))) {
        assertThat(which, found.result().fault() == null, is(!expected.isNull()));
      }
      if (!expected.isNull()) {
        accepted++;
        padded += files.get(seed).get("padded").asBoolean() ? 1 : 0;
        assertThat(which, found.records(), is(shown(expected)));
        assertThat(
            which, Pieces.count(formats.get(seed).newCounter(), text), is((long) expected.size()));
      }
    }
    assertThat("files that Python takes", accepted, is(greaterThan(FILES / 5)));
    assertThat("with padding", padded, is(greaterThan(FILES / 20)));
  }

  /** Behind a closing quote Python refuses what is padding here. */
  private static boolean isPaddedBehind(JsonNode file) {
    return file.get("padded").asBoolean()
        && file.get("text").asText().contains(file.get("quote").asText() + " ");
  }

  private static CsvFormat format(char delimiter, char quote, char escape, boolean padded) {
    List<InputColumn> columns =
        IntStream.range(0, 30)
            .mapToObj(i -> new InputColumn("c" + i, ColumnType.STRING, false, null))
            .toList();
    return new CsvFormat(
        new DeclaredColumns(columns, ExtraColumns.REFUSE),
        false,
        new CsvDialect(
            String.valueOf(delimiter),
            quote,
            escape,
            CsvDialect.NONE,
            0,
            List.of(),
            padded ? PaddedQuotes.TRIM : PaddedQuotes.REJECT),
        TextEncoding.UTF_8,
        NullTokens.NONE,
        new RowLengths(false, true),
        1 << 20);
  }

  /** Nothing is the empty string in Python, and short records are short. */
  private static List<String> shown(JsonNode rows) {
    List<String> shown = new ArrayList<>();
    for (JsonNode row : rows) {
      List<String> fields = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        String field = row.path(i).asText("").replaceFirst("^ +", "");
        fields.add(field.isEmpty() ? null : field);
      }
      shown.add(fields.toString());
    }
    return shown;
  }

  private JsonNode askPython(ObjectMapper json, ArrayNode files)
      throws IOException, InterruptedException {
    String program =
        """
        import csv, io, json, sys
        def read(file):
            quoting = csv.QUOTE_NONE if file["quote"] is None else csv.QUOTE_MINIMAL
            rows = csv.reader(io.StringIO(file["text"], newline=""), delimiter=file["delimiter"],
                quotechar=file["quote"], escapechar=file["escape"], doublequote=True,
                quoting=quoting, skipinitialspace=file["padded"], strict=True)
            try:
                return [row for row in rows if row]
            except csv.Error:
                return None
        json.dump([read(file) for file in json.load(sys.stdin)], sys.stdout)
        """;
    Path in = folder.resolve("files.json");
    Path out = folder.resolve("rows.json");
    Files.writeString(in, files.toString());
    Process python;
    try {
      python =
          new ProcessBuilder("python3", "-c", program)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      if (System.getenv("CI") != null) {
        fail("expected python3, whose csv module is the oracle", e);
      }
      return abort("skipped: there is no python3, whose csv module is the oracle");
    }
    assertThat("exit code of python3", python.waitFor(), is(0));
    return json.readTree(Files.readString(out));
  }

  private static Recording read(CsvFormat format, byte[] bytes, long seed) throws IOException {
    return Recording.of(
        format.newParser(),
        seed % 3 == 0
            ? new ByteArrayInputStream(bytes)
            : new ShortReads(bytes, new Random(seed), 10),
        CsvDialectPropertyTest::shown);
  }

  private static String shown(Row row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.columns(); i++) {
      String text = row.text(i);
      if (row.columns() == 30 && text != null) {
        String ofPython = text.replaceFirst("^ +", "");
        text = ofPython.isEmpty() ? null : ofPython;
      }
      values.add(text);
    }
    return values.toString();
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
