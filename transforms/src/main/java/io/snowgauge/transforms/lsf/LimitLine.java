package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.Excerpt;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The grammar of a line of a {@code User} section (section 7 of docs/formats/lsb-users.md). */
final class LimitLine implements DataLine {
  private static final String NAME = "USER_NAME";
  private static final String PER_PROCESSOR = "JL/P";
  private static final int PER_PROCESSOR_INDEX = 2;

  /** As the file calls them, in the order of the row. */
  private static final List<String> COLUMNS =
      List.of(NAME, "MAX_JOBS", PER_PROCESSOR, "MAX_PEND_JOBS", "MAX_PEND_SLOTS", "PRIORITY");

  /** LSF takes this one and more for no limit at all. */
  private static final long MAX_LIMIT = Integer.MAX_VALUE - 1L;

  private final Branches branches;
  private final Row row = new Row(UserFormat.CONDITION + 1);
  private final LineValues values = new LineValues();
  private final BadEntryList badEntries = new BadEntryList(BadEntries.REJECT_LINE);
  private final DecimalValue perProcessor = new DecimalValue();

  private Header header = new Header(List.of());
  private GroupNames users;
  private byte[] b = new byte[0];
  private int nameStart;
  private int nameEnd;

  LimitLine(Branches branches) {
    this.branches = branches;
    users = new GroupNames(branches);
  }

  @Override
  public void header(byte[] bytes, int start, int end) throws MalformedLine {
    users = new GroupNames(branches);
    header = Header.parse(bytes, start, end, COLUMNS, List.of(NAME));
  }

  @Override
  public void read(LogicalLines lines) throws MalformedLine {
    b = lines.bytes();
    values.read(lines, header.columns().size());
    int name = header.index(NAME);
    values.narrowToName(name, NAME);
    nameStart = values.start(name);
    nameEnd = values.end(name);
    row.set(UserFormat.USER, b, nameStart, nameEnd);
    for (int i = UserFormat.USER + 1; i < COLUMNS.size(); i++) {
      limit(i, header.index(COLUMNS.get(i)));
    }
  }

  private void limit(int column, int value) throws MalformedLine {
    if (value < 0 || !values.isPresent(value)) {
      row.setNull(column);
      return;
    }
    String name = COLUMNS.get(column);
    if (column == PER_PROCESSOR_INDEX) {
      perProcessor.read(b, values.start(value), values.end(value), name);
      row.set(column, perProcessor.bytes(), 0, perProcessor.length());
      return;
    }
    MalformedLine refusal = values.narrowToInteger(value, name, MAX_LIMIT);
    if (refusal != null) {
      throw refusal;
    }
    row.set(column, b, values.start(value), values.end(value));
  }

  @Override
  public @Nullable MalformedLine refusal() {
    MalformedLine refusal = values.unstorable();
    if (refusal == null && !users.add(b, nameStart, nameEnd)) {
      refusal =
          new MalformedLine(
              nameStart,
              NAME + ": expected each name once in a section but found " + shownName() + " again");
    }
    return refusal;
  }

  @Override
  public int records() {
    return 1;
  }

  @Override
  public BadEntryList badEntries() {
    return badEntries;
  }

  @Override
  public String shownName() {
    return Excerpt.quoted(b, nameStart, nameEnd);
  }

  @Override
  public void emit(ParseListener listener, long line) throws IOException {
    row.setLine(line);
    branches.setCondition(row, UserFormat.CONDITION);
    listener.record(row);
  }
}
