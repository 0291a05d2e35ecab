package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Column.JsonNull;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.record.RecordCounter;
import io.snowgauge.transforms.text.TextEncoding;
import java.util.Optional;

/** The sections of one name of {@code lsb.users}. */
public sealed interface LsfFormat extends Format
    permits UserGroupFormat, UserFormat, UserMapFormat {
  /** 16 MiB. */
  int DEFAULT_MAX_LINE_BYTES = 16 << 20;

  /** What must hold for a record; the last of the columns that all sections have. */
  Column CONDITION_COLUMN =
      new Column("CONDITION", "condition", ColumnType.STRING, JsonNull.OMITTED);

  /** When a file was extracted. */
  Column EXTRACTED_AT =
      new Column("EXTRACTED_AT", "timestamp", ColumnType.TIMESTAMP, JsonNull.SHOWN);

  /** Which sections are read. */
  LsfSection section();

  /** A longer logical line is refused. */
  int maxLineBytes();

  /** Of the text. */
  TextEncoding encoding();

  /** What a bad entry of a list costs: its line, where no section has such lists. */
  default BadEntries badEntries() {
    return BadEntries.REJECT_LINE;
  }

  @Override
  default Optional<Column> extractedAt() {
    return Optional.of(EXTRACTED_AT);
  }

  @Override
  default long longestText() {
    return maxLineBytes();
  }

  @Override
  default RecordCounter newCounter() {
    RecordCounter counter =
        new UserGroupCounter(
            maxLineBytes(),
            switch (section()) {
              case USER_GROUP -> CountedSection.USER_GROUP;
              case USER -> CountedSection.USER;
              case USER_MAP -> CountedSection.USER_MAP;
            },
            badEntries() == BadEntries.REJECT_ENTRY);
    return encoding() == TextEncoding.UTF_8 ? counter : new DecodingCounter(counter, encoding());
  }
}
