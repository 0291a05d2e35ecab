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
 * The {@code User} sections of {@code lsb.users}, one record per user or group that has limits.
 *
 * @param maxLineBytes a longer logical line is refused
 * @param encoding of the text
 * @param include what becomes of {@code #INCLUDE}
 */
public record UserFormat(int maxLineBytes, TextEncoding encoding, IncludeRule include)
    implements LsfFormat {
  static final int USER = 0;
  static final int CONDITION = 6;

  private static final List<Column> COLUMNS =
      List.of(
          new Column("USER_NAME", "user", ColumnType.STRING, JsonNull.SHOWN, false),
          new Column("MAX_JOBS", "max_jobs", ColumnType.INTEGER, JsonNull.SHOWN),
          new Column(
              "JL_P",
              "jl_p",
              ColumnType.number(DecimalValue.PRECISION, DecimalValue.SCALE),
              JsonNull.SHOWN),
          new Column("MAX_PEND_JOBS", "max_pend_jobs", ColumnType.INTEGER, JsonNull.SHOWN),
          new Column("MAX_PEND_SLOTS", "max_pend_slots", ColumnType.INTEGER, JsonNull.SHOWN),
          new Column("PRIORITY", "priority", ColumnType.INTEGER, JsonNull.SHOWN),
          CONDITION_COLUMN);

  /** Of which {@code #INCLUDE} is told. */
  public UserFormat(int maxLineBytes, TextEncoding encoding) {
    this(maxLineBytes, encoding, IncludeRule.REPORT);
  }

  @Override
  public LsfSection section() {
    return LsfSection.USER;
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }

  @Override
  public RecordParser newParser(@Nullable Inclusions inclusions) {
    return new UserGroupParser(this, LimitLine::new, inclusions);
  }
}
