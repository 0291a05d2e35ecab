package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Column.JsonNull;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.record.Inclusions;
import io.snowgauge.transforms.record.RecordCounter;
import io.snowgauge.transforms.record.RecordParser;
import io.snowgauge.transforms.text.TextEncoding;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /** What becomes of {@code #INCLUDE}. */
  IncludeRule include();

  @Override
  default Optional<List<String>> includeFolders() {
    return include().isFollowed() ? Optional.of(include().folders()) : Optional.empty();
  }

  @Override
  default Optional<Column> extractedAt() {
    return Optional.of(EXTRACTED_AT);
  }

  @Override
  default long longestText() {
    return maxLineBytes();
  }

  /** Its parser is given nothing to follow. */
  @Override
  default RecordParser newParser() {
    return newParser(null);
  }

  @Override
  RecordParser newParser(@Nullable Inclusions inclusions);

  /** Its counter is given nothing to follow. */
  @Override
  default RecordCounter newCounter() {
    return newCounter(null);
  }

  @Override
  default RecordCounter newCounter(@Nullable Inclusions inclusions) {
    UserGroupCounter.Following following =
        inclusions == null || !include().isFollowed()
            ? null
            : new UserGroupCounter.Following(inclusions, encoding());
    RecordCounter counter =
        new UserGroupCounter(
            maxLineBytes(),
            switch (section()) {
              case USER_GROUP -> CountedSection.USER_GROUP;
              case USER -> CountedSection.USER;
              case USER_MAP -> CountedSection.USER_MAP;
            },
            badEntries() == BadEntries.REJECT_ENTRY,
            following);
    return encoding() == TextEncoding.UTF_8 ? counter : new DecodingCounter(counter, encoding());
  }
}
