package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Column.JsonNull;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Inclusions;
import io.snowgauge.transforms.record.RecordParser;
import io.snowgauge.transforms.text.TextEncoding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code UserMap} sections of {@code lsb.users}, one record per pair of a local and a remote
 * account.
 *
 * @param maxLineBytes a longer logical line is refused
 * @param encoding of the text
 * @param include what becomes of {@code #INCLUDE}
 */
public record UserMapFormat(int maxLineBytes, TextEncoding encoding, IncludeRule include)
    implements LsfFormat {
  static final int LOCAL = 0;
  static final int REMOTE = 1;
  static final int DIRECTION = 2;
  static final int CONDITION = 3;

  private static final List<Column> COLUMNS =
      List.of(
          new Column("LOCAL", "local", ColumnType.STRING, JsonNull.SHOWN, false),
          new Column("REMOTE", "remote", ColumnType.STRING, JsonNull.SHOWN, false),
          new Column("DIRECTION", "direction", ColumnType.STRING, JsonNull.SHOWN, false),
          CONDITION_COLUMN);

  /** Of which {@code #INCLUDE} is told. */
  public UserMapFormat(int maxLineBytes, TextEncoding encoding) {
    this(maxLineBytes, encoding, IncludeRule.REPORT);
  }

  @Override
  public LsfSection section() {
    return LsfSection.USER_MAP;
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }

  @Override
  public RecordParser newParser(@Nullable Inclusions inclusions) {
    return new UserGroupParser(this, MappingLine::new, inclusions);
  }
}
