package io.snowgauge.transforms.dataset;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Column.JsonNull;
import io.snowgauge.transforms.record.ColumnType;
import java.util.List;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private final Dataset dataset =
      new Dataset(
          "user_groups",
          InputPattern.parse("file:///data/{Farm}/{date}/{unit}"),
          new UserGroupFormat(1000),
          "USER_GROUP_SHARES",
          PublishMode.APPEND,
          List.of(),
          new Tolerance(10L, 0.01));

  @Test
  void everyCaptureButTheDateIsAColumn() {
    assertThat(
        dataset.captureColumns(),
        contains(
            new Column("Farm", "farm", ColumnType.STRING, JsonNull.OMITTED),
            new Column("unit", "unit", ColumnType.STRING, JsonNull.OMITTED)));
  }

  @Test
  void aDatasetIsTheSameAfterSerialisation() {
    assertThat(SerializableUtils.clone(dataset), is(dataset));
  }
}
