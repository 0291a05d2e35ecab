package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Column.JsonNull;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.record.RecordCounter;
import io.snowgauge.transforms.record.RecordParser;
import io.snowgauge.transforms.text.TextEncoding;
import java.util.List;
import java.util.Optional;

/**
 * The {@code UserGroup} sections of {@code lsb.users}, one record per user of a group.
 *
 * @param maxLineBytes a longer logical line is refused
 * @param badEntries what a bad entry of USER_SHARES costs
 * @param encoding of the text
 */
public record UserGroupFormat(int maxLineBytes, BadEntries badEntries, TextEncoding encoding)
    implements Format {
  /** 16 MiB. */
  public static final int DEFAULT_MAX_LINE_BYTES = 16 << 20;

  static final int GROUP = 0;
  static final int USER = 1;
  static final int SHARE = 2;
  static final int CONDITION = 3;

  private static final List<Column> COLUMNS =
      List.of(
          new Column("GROUP_NAME", "group", ColumnType.STRING, JsonNull.SHOWN, false),
          new Column("USER_NAME", "user", ColumnType.STRING, JsonNull.SHOWN, false),
          new Column("SHARE", "share", ColumnType.INTEGER, JsonNull.SHOWN),
          new Column("CONDITION", "condition", ColumnType.STRING, JsonNull.OMITTED));

  private static final Column EXTRACTED_AT =
      new Column("EXTRACTED_AT", "timestamp", ColumnType.TIMESTAMP, JsonNull.SHOWN);

  /** Text in UTF-8 of which bad entries reject their line. */
  public UserGroupFormat(int maxLineBytes) {
    this(maxLineBytes, BadEntries.REJECT_LINE);
  }

  /** Text in UTF-8. */
  public UserGroupFormat(int maxLineBytes, BadEntries badEntries) {
    this(maxLineBytes, badEntries, TextEncoding.UTF_8);
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }

  @Override
  public Optional<Column> extractedAt() {
    return Optional.of(EXTRACTED_AT);
  }

  @Override
  public long longestText() {
    return maxLineBytes;
  }

  @Override
  public RecordParser newParser() {
    return new UserGroupParser(maxLineBytes, badEntries, encoding);
  }

  @Override
  public RecordCounter newCounter() {
    RecordCounter counter =
        new UserGroupCounter(maxLineBytes, badEntries == BadEntries.REJECT_ENTRY);
    return encoding == TextEncoding.UTF_8 ? counter : new DecodingCounter(counter, encoding);
  }
}
