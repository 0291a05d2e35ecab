package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.AsciiWords;
import io.snowgauge.transforms.text.Excerpt;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The grammar of a group's line (sections 3 to 6 of docs/formats/lsb-users.md). */
final class GroupLine implements DataLine {
  private static final String NAME = "GROUP_NAME";
  private static final String MEMBER = "GROUP_MEMBER";
  private static final String SHARES = "USER_SHARES";
  private static final String ADMIN = "GROUP_ADMIN";
  private static final String PRIORITY = "PRIORITY";
  private static final List<String> COLUMNS = List.of(NAME, MEMBER, SHARES, ADMIN, PRIORITY);
  private static final List<String> REQUIRED = List.of(NAME, MEMBER);
  private static final long MAX_PRIORITY = Integer.MAX_VALUE - 1L;

  private final GroupNames groups;
  private final Branches branches;
  private final Row row;
  private final LineValues values = new LineValues();
  private final LineNames names = new LineNames();
  private final BadEntryList badEntries;
  private final ShareEntries shares;

  // Where in the row an optional column is, or -1.
  private final int adminColumn;
  private final int priorityColumn;
  private final int kindColumn;

  // Where in the line a column's value is, or -1.
  private int columns;
  private int nameValue;
  private int memberValue;
  private int sharesValue;
  private int adminValue;
  private int priorityValue;

  private byte[] b = new byte[0];
  private int groupStart;
  private int groupEnd;
  private boolean hasAdmin;
  private boolean hasPriority;

  GroupLine(Branches branches, BadEntries badEntries, List<GroupColumn> optional) {
    this.branches = branches;
    this.badEntries = new BadEntryList(badEntries);
    this.shares = new ShareEntries(names, this.badEntries);
    this.groups = new GroupNames(branches);
    this.row = new Row(UserGroupFormat.OPTIONAL + optional.size());
    this.adminColumn = place(optional, GroupColumn.GROUP_ADMIN);
    this.priorityColumn = place(optional, GroupColumn.PRIORITY);
    this.kindColumn = place(optional, GroupColumn.MEMBER_KIND);
  }

  private static int place(List<GroupColumn> optional, GroupColumn column) {
    int index = optional.indexOf(column);
    return index < 0 ? -1 : UserGroupFormat.OPTIONAL + index;
  }

  @Override
  public void header(byte[] bytes, int start, int end) throws MalformedLine {
    Header header = Header.parse(bytes, start, end, COLUMNS, REQUIRED);
    columns = header.columns().size();
    nameValue = header.index(NAME);
    memberValue = header.index(MEMBER);
    sharesValue = header.index(SHARES);
    adminValue = header.index(ADMIN);
    priorityValue = header.index(PRIORITY);
  }

  @Override
  public void read(LogicalLines lines) throws MalformedLine {
    b = lines.bytes();
    names.clear(b);
    badEntries.clear();
    values.read(lines, columns);
    values.narrowToName(nameValue, NAME);
    groupStart = values.start(nameValue);
    groupEnd = values.end(nameValue);
    values.addNames(memberValue, MEMBER, names);
    if (sharesValue >= 0 && values.isPresent(sharesValue)) {
      shares.read(b, values.start(sharesValue), values.end(sharesValue));
      badEntries.check();
    }
  }

  @Override
  public @Nullable MalformedLine refusal() {
    MalformedLine refusal = values.unstorable();
    if (refusal == null) {
      refusal = reserved();
    }
    if (refusal == null && adminColumn >= 0) {
      hasAdmin = adminValue >= 0 && values.isPresent(adminValue);
    }
    if (refusal == null && priorityColumn >= 0) {
      hasPriority = priorityValue >= 0 && values.isPresent(priorityValue);
      refusal = hasPriority ? values.narrowToInteger(priorityValue, PRIORITY, MAX_PRIORITY) : null;
    }
    if (refusal == null && !groups.add(b, groupStart, groupEnd)) {
      refusal =
          new MalformedLine(
              groupStart, NAME + ": expected each group once but found " + shownName() + " again");
    }
    return refusal;
  }

  private @Nullable MalformedLine reserved() {
    for (String reserved : new String[] {"all", "default", "others"}) {
      if (AsciiWords.matches(b, groupStart, groupEnd, reserved)) {
        return new MalformedLine(
            groupStart, NAME + ": expected a group's name but found the reserved " + reserved);
      }
    }
    return null;
  }

  /** One a distinct name. */
  @Override
  public int records() {
    return names.size();
  }

  @Override
  public BadEntryList badEntries() {
    return badEntries;
  }

  @Override
  public String shownName() {
    return Excerpt.quoted(b, groupStart, groupEnd);
  }

  @Override
  public void emit(ParseListener listener, long line) throws IOException {
    row.setLine(line);
    row.set(UserGroupFormat.GROUP, b, groupStart, groupEnd);
    branches.setCondition(row, UserGroupFormat.CONDITION);
    if (adminColumn >= 0) {
      set(adminColumn, adminValue, hasAdmin);
    }
    if (priorityColumn >= 0) {
      set(priorityColumn, priorityValue, hasPriority);
    }
    for (int i = 0; i < names.size(); i++) {
      row.set(UserGroupFormat.USER, b, names.start(i), names.end(i));
      if (names.shareStart(i) < 0) {
        row.setNull(UserGroupFormat.SHARE);
      } else {
        row.set(UserGroupFormat.SHARE, b, names.shareStart(i), names.shareEnd(i));
      }
      if (kindColumn >= 0) {
        byte[] kind = MemberKind.of(b, names.start(i), names.end(i), groups).text();
        row.set(kindColumn, kind, 0, kind.length);
      }
      listener.record(row);
    }
  }

  private void set(int column, int value, boolean isPresent) {
    if (isPresent) {
      row.set(
          column,
          b,
          values.start(value),
          Blanks.trimmedEnd(b, values.start(value), values.end(value)));
    } else {
      row.setNull(column);
    }
  }
}
