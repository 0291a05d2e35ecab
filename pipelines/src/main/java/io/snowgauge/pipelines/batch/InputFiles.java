package io.snowgauge.pipelines.batch;

import io.snowgauge.io.files.FileListing;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Unreadable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** The files that datasets' inputs match, as a run looks at them. */
public interface InputFiles {
  /** The files that match a dataset's input, by URI. */
  List<SourceFile> of(Dataset dataset) throws IOException;

  /**
   * What was found of a dataset, and passed over, although it seems to be meant: of what was last
   * listed.
   */
  default List<String> misdated(Dataset dataset) {
    return List.of();
  }

  /**
   * The files of datasets whose inputs have {@code {date}}, listed once, by their dates. Dates
   * without files are absent.
   *
   * @param misdated is told what was passed over of a dataset although it seems to be meant
   * @throws IOException if files cannot be listed
   */
  static SortedMap<LocalDate, InputFiles> byDate(
      List<Dataset> datasets, BiConsumer<Dataset, List<String>> misdated) throws IOException {
    SortedMap<LocalDate, Map<String, List<SourceFile>>> found = new TreeMap<>();
    for (Dataset dataset : datasets) {
      FileListing.Listed listed = FileListing.listed(dataset, Instant.now());
      misdated.accept(dataset, listed.misdated());
      Map<LocalDate, List<SourceFile>> files =
          listed.files().stream().collect(Collectors.groupingBy(InputFiles::date));
      files.forEach(
          (date, ofDate) ->
              found.computeIfAbsent(date, none -> new HashMap<>()).put(dataset.name(), ofDate));
    }
    SortedMap<LocalDate, InputFiles> byDate = new TreeMap<>();
    found.forEach(
        (date, files) ->
            byDate.put(date, dataset -> files.getOrDefault(dataset.name(), List.of())));
    return byDate;
  }

  /**
   * The file's date. A folder that may not be listed has none; this throws, for files in it could
   * have any date.
   */
  private static LocalDate date(SourceFile file) {
    String date = file.captures().get(InputPattern.DATE);
    if (date == null) {
      throw new UncheckedIOException(new IOException(Unreadable.FOLDER + ": " + file.uri()));
    }
    return LocalDate.parse(date);
  }
}
