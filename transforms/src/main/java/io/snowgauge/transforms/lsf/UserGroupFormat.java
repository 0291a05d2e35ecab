package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Column.JsonNull;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Inclusions;
import io.snowgauge.transforms.record.RecordParser;
import io.snowgauge.transforms.text.TextEncoding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code UserGroup} sections of {@code lsb.users}, one record per user of a group.
 *
 * @param maxLineBytes a longer logical line is refused
 * @param badEntries what a bad entry of USER_SHARES costs
 * @param encoding of the text
 * @param optional columns that the records have, too, in that order
 * @param include what becomes of {@code #INCLUDE}
 */
public record UserGroupFormat(
    int maxLineBytes,
    BadEntries badEntries,
    TextEncoding encoding,
    List<GroupColumn> optional,
    IncludeRule include)
    implements LsfFormat {
  /** 16 MiB. */
  public static final int DEFAULT_MAX_LINE_BYTES = LsfFormat.DEFAULT_MAX_LINE_BYTES;

  static final int GROUP = 0;
  static final int USER = 1;
  static final int SHARE = 2;
  static final int CONDITION = 3;

  /** The first optional column. */
  static final int OPTIONAL = 4;

  private static final List<Column> COLUMNS =
      List.of(
          new Column("GROUP_NAME", "group", ColumnType.STRING, JsonNull.SHOWN, false),
          new Column("USER_NAME", "user", ColumnType.STRING, JsonNull.SHOWN, false),
          new Column("SHARE", "share", ColumnType.INTEGER, JsonNull.SHOWN),
          CONDITION_COLUMN);

  /** Text in UTF-8 of which bad entries reject their line. */
  public UserGroupFormat(int maxLineBytes) {
    this(maxLineBytes, BadEntries.REJECT_LINE);
  }

  /** Text in UTF-8. */
  public UserGroupFormat(int maxLineBytes, BadEntries badEntries) {
    this(maxLineBytes, badEntries, TextEncoding.UTF_8, List.of());
  }

  /** Of which {@code #INCLUDE} is told. */
  public UserGroupFormat(
      int maxLineBytes, BadEntries badEntries, TextEncoding encoding, List<GroupColumn> optional) {
    this(maxLineBytes, badEntries, encoding, optional, IncludeRule.REPORT);
  }

  /** Keeps a copy of the optional columns. */
  public UserGroupFormat {
    optional = List.copyOf(optional);
  }

  @Override
  public LsfSection section() {
    return LsfSection.USER_GROUP;
  }

  @Override
  public List<Column> columns() {
    List<Column> columns = new ArrayList<>(COLUMNS);
    optional.forEach(each -> columns.add(each.column()));
    return List.copyOf(columns);
  }

  @Override
  public RecordParser newParser(@Nullable Inclusions inclusions) {
    return new UserGroupParser(
        this, branches -> new GroupLine(branches, badEntries, optional), inclusions);
  }
}
