package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Problems;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.staging.ArchiveCompression;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What loads write must not be what they read: it would be loaded in turn, and for ever. */
final class OwnOutput {
  private OwnOutput() {}

  /** Refuses inputs that match it. */
  static void check(Values values, Problems problems) {
    for (String name : values.names(Datasets.GROUP)) {
      Values dataset = values.in(name);
      InputPattern input = dataset.find(Datasets.INPUT);
      if (input != null) {
        samples(name, values)
            .forEach(
                (setting, samples) -> {
                  if (samples.stream().anyMatch(uri -> input.match(uri).isPresent())) {
                    problems.error(dataset.key(Datasets.INPUT), matches(setting));
                  }
                });
      }
    }
  }

  private static String matches(String setting) {
    return "expected a glob of the dataset's own files but found one that matches what loads write"
        + " to the folder '"
        + setting
        + "'; name another folder for it, or a narrower glob";
  }

  /** By the setting that names their folder, files as loads of a dataset write them. */
  private static Map<String, List<String>> samples(String dataset, Values values) {
    Map<String, List<String>> samples = new LinkedHashMap<>();
    String archive = add("", Outputs.ARCHIVE, values);
    String part = archive + dataset + "/r/0123456789abcdef-0123456789abcdef-1.ndjson";
    samples.put(
        values.key(Outputs.ARCHIVE),
        Arrays.stream(ArchiveCompression.values()).map(by -> part + by.suffix()).toList());
    String records = add("run-r/" + dataset + "/records-0123.csv", Outputs.STAGING, values);
    samples.put(values.key(Outputs.STAGING), List.of(records, records + ".zst"));
    String letter = add("0123456789abcdef0123456789abcdef.json", Streams.DEAD_LETTERS, values);
    samples.put(values.key(Streams.DEAD_LETTERS), List.of(letter));
    return samples;
  }

  private static String add(String name, Setting<String> folder, Values values) {
    String uri = values.find(folder);
    return uri == null ? "" : uri + name;
  }
}
