package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.AsciiWords;
import io.snowgauge.transforms.text.Excerpt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The grammar of a line of a {@code UserMap} section (section 8 of docs/formats/lsb-users.md). */
final class MappingLine implements DataLine {
  private static final String LOCAL = "LOCAL";
  private static final String REMOTE = "REMOTE";
  private static final String DIRECTION = "DIRECTION";
  private static final List<String> COLUMNS = List.of(LOCAL, REMOTE, DIRECTION);

  private static final byte[][] DIRECTIONS = {
    "export".getBytes(StandardCharsets.US_ASCII), "import".getBytes(StandardCharsets.US_ASCII)
  };

  /** So that a line does not make records without end. */
  private static final long MAX_RECORDS = 1_000_000;

  private final Branches branches;
  private final Row row = new Row(UserMapFormat.CONDITION + 1);
  private final LineValues values = new LineValues();
  private final LineNames locals = new LineNames();
  private final LineNames remotes = new LineNames();
  private final BadEntryList badEntries = new BadEntryList(BadEntries.REJECT_LINE);

  private Header header = new Header(List.of());
  private byte[] b = new byte[0];

  MappingLine(Branches branches) {
    this.branches = branches;
  }

  @Override
  public void header(byte[] bytes, int start, int end) throws MalformedLine {
    header = Header.parse(bytes, start, end, COLUMNS, COLUMNS);
  }

  @Override
  public void read(LogicalLines lines) throws MalformedLine {
    b = lines.bytes();
    values.read(lines, COLUMNS.size());
    names(LOCAL, locals);
    names(REMOTE, remotes);
    direction(header.index(DIRECTION));
    long records = (long) locals.size() * remotes.size();
    if (records > MAX_RECORDS) {
      throw new MalformedLine(
          lines.start(),
          "expected at most "
              + MAX_RECORDS
              + " pairs of a LOCAL and a REMOTE name in a line but found "
              + records);
    }
  }

  private void names(String column, LineNames names) throws MalformedLine {
    names.clear(b);
    int value = header.index(column);
    int start = values.start(value);
    values.addNames(value, column, names);
    if (names.size() == 0) {
      throw new MalformedLine(start, column + ": expected a name but found nothing");
    }
  }

  private void direction(int value) throws MalformedLine {
    values.narrowToName(value, DIRECTION);
    for (byte[] direction : DIRECTIONS) {
      String word = new String(direction, StandardCharsets.US_ASCII);
      if (AsciiWords.equalsIgnoreCase(b, values.start(value), values.end(value), word)) {
        row.set(UserMapFormat.DIRECTION, direction, 0, direction.length);
        return;
      }
    }
    throw new MalformedLine(
        values.start(value),
        DIRECTION
            + ": expected export or import but found "
            + Excerpt.quoted(b, values.start(value), values.end(value)));
  }

  @Override
  public @Nullable MalformedLine refusal() {
    return values.unstorable();
  }

  /** One a pair of a local and a remote name. */
  @Override
  public int records() {
    return locals.size() * remotes.size();
  }

  @Override
  public BadEntryList badEntries() {
    return badEntries;
  }

  @Override
  public String shownName() {
    return Excerpt.quoted(b, locals.start(0), locals.end(0));
  }

  @Override
  public void emit(ParseListener listener, long line) throws IOException {
    row.setLine(line);
    branches.setCondition(row, UserMapFormat.CONDITION);
    for (int i = 0; i < locals.size(); i++) {
      row.set(UserMapFormat.LOCAL, b, locals.start(i), locals.end(i));
      for (int k = 0; k < remotes.size(); k++) {
        row.set(UserMapFormat.REMOTE, b, remotes.start(k), remotes.end(k));
        listener.record(row);
      }
    }
  }
}
