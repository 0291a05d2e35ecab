package io.snowgauge.io.warehouse.publish;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.record.Format;
import java.util.List;

/** Datasets that differ from another in one thing. */
final class Datasets {
  private Datasets() {}

  static Dataset named(String name, String table, Dataset dataset) {
    return new Dataset(
        name,
        dataset.input(),
        dataset.format(),
        table,
        dataset.publish(),
        dataset.key(),
        dataset.tolerance());
  }

  /** The same in all else. */
  static Dataset renamed(String name, String table, Dataset dataset) {
    return new Dataset(
        name,
        dataset.input(),
        dataset.format(),
        table,
        dataset.publish(),
        dataset.key(),
        dataset.tolerance(),
        dataset.minAge(),
        dataset.order(),
        dataset.zipEntries(),
        dataset.links(),
        dataset.absentColumns(),
        dataset.digest());
  }

  static Dataset withInput(String input, Dataset dataset) {
    return new Dataset(
        dataset.name(),
        InputPattern.parse(input),
        dataset.format(),
        dataset.table(),
        dataset.publish(),
        dataset.key(),
        dataset.tolerance());
  }

  static Dataset withFormat(Format format, Dataset dataset) {
    return new Dataset(
        dataset.name(),
        dataset.input(),
        format,
        dataset.table(),
        dataset.publish(),
        dataset.key(),
        dataset.tolerance());
  }

  static Dataset merging(Dataset dataset, String... key) {
    return new Dataset(
        dataset.name(),
        dataset.input(),
        dataset.format(),
        dataset.table(),
        PublishMode.MERGE,
        List.of(key),
        dataset.tolerance());
  }
}
